import { fold } from '../../../nodes/shared/model/fold';
import { isThere } from '../../../nodes/shared/reading/headings/states';

/** What lists say of people, written down from memory of many products: who has gone, and who is away or about to go. */
const WORDS: ReadonlyArray<readonly [language: string, gone: string, there: string]> = [
	[
		'English',
		'Terminated | Inactive | Not Active | Resigned | Retired | Deceased | Left | Leaver | Ex-employee | Former | Alumni | Dismissed | Separated | Laid Off | Contract Ended | End of Contract | Exited | Exit | Offboarded | Termed | Discharged | Released | Quit | Fired | Redundant | Voluntary Resignation | Involuntary Termination | Terminated (Voluntary) | Inactive - Terminated | Terminated without pay | DEPROVISIONED | Deactivated | Disabled | Suspended | Blocked | Archived | Deleted | Expired | No longer with company | Departed | Inactive employee | Cancelled | Rescinded',
		'Active | Employed | On Leave | Leave | LOA | Maternity Leave | Paternity | Sick Leave | Probation | Notice | Notice Period | Serving Notice | Onboarding | Pre-hire | Full-Time | Part-Time | Contractor | Intern | Temporary | Seasonal | Furlough | Sabbatical | Garden Leave | Paid Leave | Unpaid Leave | Long Term Leave | Current | Confirmed | Permanent | Future | STAGED | PROVISIONED | LOCKED_OUT | PASSWORD_EXPIRED | RECOVERY | Invited | Pending | Hired | Working | Leave with pay | On parental leave | On long-term leave | Terminating | Resigning | Under notice',
	],
	[
		'German',
		'Inaktiv | Ausgeschieden | Ausgetreten | Gekündigt | Beendet | Verstorben | Rente | Pensioniert | Im Ruhestand | Deaktiviert | Gesperrt | Ehemalig | Ehemaliger Mitarbeiter | Nicht mehr beschäftigt | Entlassen | Austritt | Ausgesch. | inakt.',
		'Aktiv | Beschäftigt | Elternzeit | Mutterschutz | Krank | Langzeitkrank | Probezeit | In Kündigungsfrist | Freigestellt | Ruhend | Sabbatical | Befristet | Unbefristet | Teilzeit | Altersteilzeit | Onboarding | Praktikant | Pausiert | Beurlaubt | In Probezeit | aktiv beschäftigt',
	],
	[
		'French',
		"Inactif | Sorti | Parti | Démissionné | Démission | Licencié | Retraité | Fin de contrat | Terminé | Désactivé | Archivé | Ancien collaborateur | Ancien salarié | Contrat terminé | Décédé | Rupture conventionnelle | Sortie | Départ | N'est plus en poste | Radié | Inactive | Non actif | Sorti(e) | Ex-salarié",
		"Actif | En poste | Présent | Congé maternité | Congé parental | Arrêt maladie | Période d'essai | Préavis | En préavis | CDI | CDD | Stagiaire | Alternant | En congé | Détaché | Longue maladie",
	],
	[
		'Spanish',
		'Inactivo | Baja | Baja definitiva | Despedido | Cesado | Cese | Renuncia | Jubilado | Fallecido | Finalizado | Terminado | Desvinculado | Retirado | Liquidado | Ex empleado | Dado de baja | Baja voluntaria | Fin de contrato | No activo | Excolaborador | Extrabajador | Término de contrato | Finiquitado | Egresado',
		'Activo | Alta | En alta | Baja médica | Baja por maternidad | Excedencia | Vacaciones | Permiso | Licencia | Período de prueba | En periodo de prueba | Preaviso | Indefinido | Incapacidad | IT | De baja médica | Baja paternal',
	],
	[
		'Portuguese',
		'Inativo | Demitido | Desligado | Rescindido | Aposentado | Falecido | Encerrado | Dispensado | Exonerado | Ex-funcionário | Cessado | Saída | Demissão | Rescisão | Não ativo | Desativado | Término de contrato | Contrato encerrado | Ex-colaborador | Demitido sem justa causa | Pediu demissão',
		'Ativo | Trabalhando | Férias | Afastado | Licença | Licença Maternidade | Licença médica | Auxílio doença | Experiência | Aviso prévio | Admitido | Efetivo | Em férias | Normal | Licença remunerada | Afastamento',
	],
	[
		'Italian',
		'Inattivo | Cessato | Licenziato | Dimesso | Dimissionario | Pensionato | In pensione | Deceduto | Uscito | Fine rapporto | Fine contratto | Non attivo | Disattivato | Ex dipendente | Cessazione | Scaduto | Rapporto cessato',
		'Attivo | In forza | In servizio | Maternità | Malattia | Congedo | Aspettativa | Ferie | In prova | Preavviso | Tempo indeterminato | Tempo determinato | In ferie | Distaccato | Infortunio | In aspettativa',
	],
	[
		'Dutch',
		'Inactief | Uit dienst | Vertrokken | Ontslagen | Gepensioneerd | Overleden | Beëindigd | Niet actief | Ex-medewerker | Uitgeschreven | Einde contract | Met pensioen | Uitdienst | Niet meer in dienst | Oud-medewerker',
		'Actief | In dienst | Verlof | Ziek | Zwangerschapsverlof | Ouderschapsverlof | Proeftijd | Opzegtermijn | Langdurig ziek | Onbetaald verlof | Stagiair | Vast | Tijdelijk',
	],
	[
		'Swedish',
		'Inaktiv | Slutat | Avslutad | Uppsagd | Pensionerad | Avliden | Ej aktiv | Avgått | Tidigare anställd | Har slutat | Ej anställd | Avslutat anställning | Avgången | Pension',
		'Aktiv | Anställd | Tjänstledig | Föräldraledig | Sjukskriven | Semester | Provanställning | Uppsägningstid | Visstid | Tillsvidare | Vikarie | Föräldraledighet',
	],
	[
		'Polish',
		'Nieaktywny | Zwolniony | Zwolniona | Odszedł | Emeryt | Zmarły | Zakończony | Były pracownik | Niezatrudniony | Rozwiązana umowa | Umowa wygasła | Wygasła | Nie pracuje | Zwolnienie',
		'Aktywny | Zatrudniony | Urlop macierzyński | Urlop wychowawczy | Zwolnienie lekarskie | L4 | Okres próbny | Okres wypowiedzenia | Na urlopie | Urlop bezpłatny | Pracuje | Chorobowe',
	],
	[
		'Ukrainian',
		'Неактивний | Звільнений | Звільнена | Звільнено | Не працює | Звільнення | Колишній | Архівний | Заблокований | Вибув | Пенсіонер | Померлий | Звільнився | Неактивна | Припинено',
		'Активний | Працює | Декрет | Відпустка | Декретна відпустка | Лікарняний | Випробувальний термін | У відпустці | Прийнятий | Мобілізований | На випробуванні | Відпустка для догляду за дитиною | Адаптація',
	],
	[
		'Russian',
		'Неактивный | Уволен | Уволена | Уволенный | Не работает | Увольнение | Бывший | Архивный | Заблокирован | Выбыл | Пенсионер | Умер | Уволился | Неактивен | Расторгнут',
		'Активный | Работает | Декрет | Отпуск | Больничный | Испытательный срок | В отпуске | Принят | Отпуск по уходу | Командировка | Работа | Отпуск за свой счет | Адаптация',
	],
];

describe('Words of state', () => {
	it.each(WORDS)('in %s say who has gone, and who is there', (_, gone, there) => {
		const judged = (words: string): Array<boolean | undefined> => words.split(' | ').map((word) => isThere(fold(word)));
		expect(gone.split(' | ').filter((_word, at) => judged(gone)[at] !== false)).toEqual([]);
		expect(there.split(' | ').filter((_word, at) => judged(there)[at] !== true)).toEqual([]);
	});

	it('bar nobody where they may mean either', () => {
		for (const word of ['De baja', 'Baixa', 'Suspensión', '3', '770', '10115'])
			expect([word, isThere(fold(word))]).toEqual([word, undefined]);
	});

	it('in numbers are those of Active Directory', () => {
		for (const flags of ['512', '544', '66048', '66080', '262656', '8389120']) expect(isThere(flags)).toBe(true);
		for (const flags of ['514', '546', '66050', '66082', '262658', '8389122']) expect(isThere(flags)).toBe(false);
	});
});
