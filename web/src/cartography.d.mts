import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

export interface Asked { lang?: string; pinyin?: boolean; set?: string }
export function labelOf(lang: string, pinyin: boolean): ExpressionSpecification
export function layersOf(table: unknown, palettes: unknown, style: string, asked?: Asked): LayerSpecification[]
