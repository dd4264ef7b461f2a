import type { Meaning } from '../../model/meaning';
import { foldedWords } from './wordSet';
import { once } from './once';

/** What stands beside a heading's own word and changes whose or which value it is. */
export type Qualifier = 'private' | 'work' | 'manager' | 'other' | 'preferred' | 'legal' | 'plain';

/** Qualifier → its words, in all languages. */
const WORDS: Readonly<Record<Qualifier, string>> = {
	private:
		'private, personal, home, alternate, alternative, recovery, secondary, backup, privat, private, privater, persönlich, persönliche, personnel, personnelle, perso, privé, privée, particular, personale, privata, privato, pessoal, prive, persoonlijk, persoonlijke, personlig, hem, prywatny, prywatna, domowy, особистий, особиста, приватний, домашній, личный, личная, домашний, персональный, domicile, casa, thuis, abitazione, alternativo, персональна, особистої, приватна',
	work: 'work, business, professional, geschäft, berufliche, beruflicher, geschäftlicher, dienstlicher, geschäftl, dienstl, tjänsten, office, corporate, dienstlich, dienstliche, geschäftlich, geschäftliche, arbeit, büro, beruflich, professionnel, professionnelle, pro, travail, trabajo, corporativo, laboral, empresa, trabalho, profissional, lavoro, aziendale, ufficio, werk, zakelijk, zakelijke, professioneel, arbete, jobb, tjänst, służbowy, służbowa, firmowy, робочий, робоча, службовий, рабочий, рабочая, служебный, entreprise, société, bureau, firma, empresarial, institucional, profesional, корпоративна, корпоративний, корпоративная, корпоративный, службова, служебная, firmowa, bedrijf, lavorativo, lavorativa, lavorativi',
	manager:
		"manager, managers, manager's, supervisor, supervisors, supervisor's, boss, reporting, reports, reportsto, vorgesetzter, vorgesetzte, vorgesetzten, führungskraft, responsable, supérieur, jefe, gestor, superior, responsabile, leidinggevende, chef, chefs, chefens, przełożony, przełożonego, kierownik, kierownika, керівник, керівника, руководитель, руководителя, mgr, n+1, gestionnaire, chefia, líder, menedżera, managera, menadżera, начальника, gerente, capo, teamleider, jefatura, liderança, superiore, supérieure, chefe, responsável",
	other:
		"emergency, spouse, dependent, dependents, beneficiary, partner, partners, child, children, mother, mother's, father, hr, hrbp, recruiter, mentor, buddy, assistant, notfall, notfallkontakt, urgence, emergencia, emergência, emergenza, noodcontact, nödkontakt, екстрений, экстренный, created, modified, updated, approver, matrix, dotted, maiden, former, previous, birth, delegate, bank, doctor, driver, second, third, skip, owner, last modified, author",
	preferred: 'preferred, chosen, nickname, bevorzugter, préféré, preferido, preferida, preferito, preferowane',
	legal: 'legal, official, amtlich, amtlicher, légal, officiel',
	plain:
		'nav, employee, employees, emp, empl, worker, workers, user, users, person, staff, current, primary, main, associate, team, member, profile, details, info, information, data, contact, address, field, value, mitarbeiter, mitarbeiters, des, der, empleado, del, de, colaborador, do, salarié, du, dipendente, medewerker, pracownik, pracownika, працівника, сотрудника, my, company, internal, kolaborator, learner, student, teilnehmer, attribute, attributes, the, of, 1, account, your, full, full legal, basic, general, people, employment, job, organization, hrm, stammdaten, person s, required, read only, read, only, upload, default, actual, latest, employer, employers, descr, desc, 2, hr data, value s, custom, direct, line, directo, directa, direto, direta, diretto, diretta, hiérarchique, bezpośredni, безпосередній, непосредственный, direkter, direkte, närmaste, collaborateur, collaborateurs, salariés, employé, trabajador, trabajadores, funcionário, empregado, lavoratore, collaboratore, werknemer, werknemers, medewerkers, medarbetare, medarbetarens, anställdes, співробітника, працівників, работника, utilisateur, usuario, usuário, utilizador, utente, gebruiker, gebruikers, användare, użytkownika, користувача, пользователя, benutzer, compte, cuenta, conta, konta, konto, облікового, запису, учетной, учётной, записи, immédiat, immédiate, immediato, inmediato, inmediata, imediato, imediata, jerárquico, hierárquico, gerarchico, hiërarchisch, bezpośredniego, безпосереднього, непосредственного, лінійний, линейный, närmsta, närmastes, hiérarchiques, actuel, actuelle, atual, attuale, huidige, nuvarande, obecny, obecne, поточний, поточна, текущее, текущий, текущая, aktueller, aktuelle, aktuelles',
};

const byWord = once(
	(): ReadonlyMap<string, Qualifier> =>
		new Map(
			(['plain', 'legal', 'preferred', 'work', 'private', 'manager', 'other'] as const).flatMap((qualifier) =>
				foldedWords([WORDS[qualifier]]).map((word): [string, Qualifier] => [word, qualifier]),
			),
		),
);

/** What a word beside a heading's own word says; undefined for any other word. */
export function qualifierOf(folded: string): Qualifier | undefined {
	return byWord().get(folded);
}

const NO_ONE: ReadonlySet<Qualifier> = new Set<Qualifier>(['other']);

type Change = Partial<Record<Meaning, Meaning>>;

/** What a meaning becomes under a qualifier; a meaning that is not named stays under *work*, and is lost under others. */
const CHANGES: Readonly<Record<'private' | 'work' | 'manager' | 'preferred' | 'legal', Change>> = {
	private: {
		email: 'privateEmail',
		workEmail: 'privateEmail',
		privateEmail: 'privateEmail',
		phone: 'privatePhone',
		workPhone: 'privatePhone',
		mobile: 'privatePhone',
		privatePhone: 'privatePhone',
	},
	work: { email: 'workEmail', phone: 'workPhone' },
	manager: {
		email: 'managerEmail',
		workEmail: 'managerEmail',
		loginEmail: 'managerEmail',
		employeeNumber: 'managerKey',
		userId: 'managerKey',
		login: 'managerKey',
		fullName: 'managerName',
		lastFirst: 'managerName',
		name: 'managerName',
		manager: 'manager',
		managerName: 'managerName',
		managerEmail: 'managerEmail',
		managerKey: 'managerKey',
	},
	preferred: {
		givenName: 'preferredGivenName',
		preferredGivenName: 'preferredGivenName',
		familyName: 'preferredFamilyName',
		fullName: 'fullName',
		name: 'preferredGivenName',
		language: 'language',
	},
	legal: {
		givenName: 'legalGivenName',
		familyName: 'legalFamilyName',
		fullName: 'fullName',
		name: 'fullName',
		company: 'company',
	},
};

/** A meaning with all that stands beside it; undefined when it is somebody else's, or nothing that is known. */
export function qualified(meaning: Meaning, qualifiers: ReadonlySet<Qualifier>): Meaning | undefined {
	for (const qualifier of qualifiers) if (NO_ONE.has(qualifier)) return undefined;
	let result: Meaning | undefined = meaning;
	for (const qualifier of ['manager', 'private', 'work', 'preferred', 'legal'] as const) {
		if (result === undefined || !qualifiers.has(qualifier)) continue;
		const changed: Meaning | undefined = CHANGES[qualifier][result];
		// What is legal or done at work is the same thing, unless it has a word of its own.
		if (qualifier === 'work' || qualifier === 'legal') result = changed ?? result;
		else result = changed;
		if (qualifier === 'manager') return result;
		if (qualifier === 'private') return result;
	}
	return result;
}
