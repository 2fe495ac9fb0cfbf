import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmProps {
  /** Measured by the minute. */
  readonly metric: IMetric;
  /** Alarms above this; 0 unless told. */
  readonly above?: number;
  /** For so many minutes in a row; 1 unless told. */
  readonly minutes?: number;
  readonly description: string;
  readonly alarms: ITopic;
}

/** An alarm that tells the topic when a metric is too high. No data is no trouble: an idle queue reports none. */
export function alarmOn(scope: Construct, id: string, props: AlarmProps): void {
  const { metric, above = 0, minutes = 1, description, alarms } = props;
  new Alarm(scope, id, {
    metric,
    threshold: above,
    evaluationPeriods: minutes,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: description,
  }).addAlarmAction(new SnsAction(alarms));
}
