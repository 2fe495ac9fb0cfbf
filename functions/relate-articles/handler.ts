import { consumer } from '#adapters/consumer.ts';
import { relateArticles } from '#domain/flows/relate-articles.ts';

/** Keeps the related posts of an article, and of its neighbours, in step with what readers see. */
export const handler = consumer(relateArticles);
