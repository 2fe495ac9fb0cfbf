import { hexOfName } from './colour-names.ts';

type Three = readonly [number, number, number];

/**
 * The relative luminance of a CSS colour (WCAG 2.2, “relative luminance”), 0 to 1. Colours outside sRGB are taken at
 * the nearest of its channels. Nothing for what is no colour by itself or lets the ground shine through.
 */
export function luminanceOf(colour: string): number | undefined {
  const linear = linearOf(colour.trim().toLowerCase());
  if (!linear?.every(Number.isFinite)) return undefined;
  const [red = 0, green = 0, blue = 0] = linear.map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, “contrast ratio”: 1 to 21. */
export const contrastOf = (one: number, other: number): number =>
  (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

/** Linear-light sRGB. */
function linearOf(colour: string): Three | undefined {
  const call = /^([a-z]+)\(([^()]*)\)$/.exec(colour);
  if (call?.[1] !== undefined && call[2] !== undefined) return ofFunction(call[1], call[2]);
  const hex = colour.startsWith('#') ? colour.slice(1) : hexOfName(colour);
  return hex === undefined ? undefined : ofHex(hex);
}

function ofHex(hex: string): Three | undefined {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) return undefined;
  const long = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex;
  if (long.length === 8 && !long.endsWith('ff')) return undefined;
  return gammaOff([0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255));
}

function ofFunction(name: string, inside: string): Three | undefined {
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== '');
  const [first = '', second = '', third = '', alpha] = parts;
  if (parts.length < 3 || parts.length > 4 || (alpha !== undefined && share(alpha, 1) !== 1))
    return undefined;
  switch (name) {
    case 'rgb':
    case 'rgba':
      return gammaOff([first, second, third].map((part) => share(part, 255) / 255));
    case 'hsl':
    case 'hsla':
      return gammaOff(ofHsl(angle(first), share(second, 100) / 100, share(third, 100) / 100));
    case 'hwb':
      return gammaOff(ofHwb(angle(first), share(second, 100) / 100, share(third, 100) / 100));
    case 'lab':
      return ofLab([share(first, 100), share(second, 125), share(third, 125)]);
    case 'lch':
      return ofLab(polar(share(first, 100), share(second, 150), angle(third)));
    case 'oklab':
      return ofOklab([share(first, 1), share(second, 0.4), share(third, 0.4)]);
    case 'oklch':
      return ofOklab(polar(share(first, 1), share(second, 0.4), angle(third)));
    default:
      return undefined;
  }
}

/** A number as it is; a percentage as that much of the whole. */
function share(text: string, whole: number): number {
  if (text === 'none') return 0;
  return text.endsWith('%') ? (Number(text.slice(0, -1)) / 100) * whole : Number(text || 'x');
}

const TURNS: Readonly<Record<string, number>> = {
  deg: 1,
  grad: 0.9,
  rad: 180 / Math.PI,
  turn: 360,
};

function angle(text: string): number {
  if (text === 'none') return 0;
  const [, number = 'x', unit = 'deg'] = /^([-+0-9.e]+?)(deg|grad|rad|turn)?$/.exec(text) ?? [];
  return (((Number(number) * (TURNS[unit] ?? 1)) % 360) + 360) % 360;
}

const polar = (light: number, chroma: number, hue: number): Three => [
  light,
  chroma * Math.cos((hue * Math.PI) / 180),
  chroma * Math.sin((hue * Math.PI) / 180),
];

/** CSS Color 4, 7.1. */
function ofHsl(hue: number, saturation: number, light: number): Three {
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return (
      light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    );
  };
  return [channel(0), channel(8), channel(4)];
}

/** CSS Color 4, 8.1. */
function ofHwb(hue: number, white: number, black: number): Three {
  const grey = white / (white + black);
  if (white + black >= 1) return [grey, grey, grey];
  const [red, green, blue] = ofHsl(hue, 1, 0.5);
  const mixed = (part: number): number => part * (1 - white - black) + white;
  return [mixed(red), mixed(green), mixed(blue)];
}

function gammaOff(channels: readonly number[]): Three {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = channels.map((channel) => {
    const held = Math.min(1, Math.max(0, channel));
    return held <= 0.04045 ? held / 12.92 : ((held + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

/** Björn Ottosson, “A perceptual color space for image processing” (2020). */
function ofOklab([light, a, b]: Three): Three {
  const long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
}

/** CSS Color 4, sample code: CIE Lab (D50) to XYZ, adapted to D65 by Bradford, to linear sRGB, in one matrix. */
function ofLab([light, a, b]: Three): Three {
  const fy = (light + 16) / 116;
  const [x, y, z] = [fromF(a / 500 + fy) * 0.96429567, fromF(fy), fromF(fy - b / 200) * 0.8251046];
  return [
    3.13413 * x - 1.61739 * y - 0.49066 * z,
    -0.9788 * x + 1.91625 * y + 0.03343 * z,
    0.07196 * x - 0.22898 * y + 1.40539 * z,
  ];
}

const KAPPA = 24_389 / 27;
const EPSILON = 216 / 24_389;
const fromF = (f: number): number => (f ** 3 > EPSILON ? f ** 3 : (116 * f - 16) / KAPPA);
