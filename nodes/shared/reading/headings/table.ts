import type { Meaning } from '../../model/meaning';

/** The languages that headings, words of state and months are known in. `any`: names of programs' own columns. */
export type Language = 'any' | 'en' | 'de' | 'fr' | 'es' | 'pt' | 'it' | 'nl' | 'sv' | 'pl' | 'uk' | 'ru';

/**
 * Meaning → language → headings, separated by commas. They are compared without case, accents, spaces and signs, so one
 * spelling of each is enough. To add a language or a heading, add it to a line, or add a line.
 */
export type Headings = Partial<Record<Meaning, Partial<Record<Language, string>>>>;
