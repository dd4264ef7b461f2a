import { partsOf } from '../../../nodes/shared/reading/headings/headings';
import { nearlyMeant } from '../../../nodes/shared/reading/headings/near';

/** Headings of lists that were not understood once, by what they mean. */
const HEADINGS: Readonly<Record<string, string>> = {
	employeeNumber:
		'Company Employee ID | Employee - ID | Worker: ID | Worker Reference ID | personIdExternal | PERSON_ID_EXTERNAL | Person ID External | person-id-external | AOID | EECEmpNo | PNR | Numéro matricule | Matricule employé | ID collaborateur | Code salarié | N° salarié | Identifiant collaborateur | Code collaborateur | Matricule RH | Matricule paie | Code employé | N° employé | ID employé | Nro. Legajo | Nro de empleado | Cód. empleado | Cod. trabajador | Nº trabajador | Número de colaborador | Nº Colaborador | ID do colaborador | Número do funcionário | Nº empregado | Cód. Funcionário | Cod. colaborador | Nr. matricola | Codice matricola | Num. matricola | Medewerker nr | Stamnummer | Personeelscode | Medarbetar-ID | AnställdID | Anställd nr | Nr ewid. | Nr prac. | Identyfikator pracownika | Nr. ewid. | ID співробітника | ID працівника | Особовий номер | Кадровий номер | ID сотрудника | Персональный номер | Личный номер | Персональный номер сотрудника',
	givenName:
		"Name_Data First_Name | Prénom collaborateur | 1er prénom | Premier prénom | Nomes próprios | Primo nome | Ім'я співробітника",
	workEmail:
		'Корп. пошта | Berufliche E-Mail-Adresse | Public Primary Work Email Address | Public Work Email Address | Email entreprise | Mail entreprise | Email société | Email bureau | Correo electrónico empresarial | Email profesional | Correo empresarial | Posta aziendale | Корпоративна електронна пошта | Службова електронна пошта | Корпоративная электронная почта',
	endDate:
		"Company - End Date | Contract - End Date | Employment Details: End Date | employments.endDate | customFields.endDate | End Date/Enddatum | Datos laborales: Fecha fin | Assignment - End Date | Beschäftigung - Enddatum | Emploi : Date de fin | Compensation & Job: Termination Date | End Date (Contract) | Termination Date (Company) | Data Dem. | Sortie le | Austr.-Datum | Employment End | Дата увольнения с работы | Termination Date - Effective | Contract end date | Vertragsende | contract_end_date | Vertragsende (befristet) | Date of Termination | dateOfTermination | Ende Beschäftigung | Ende des Arbeitsverhältnisses | AccountExpirationDate | accountExpires | Account Expires | Account expiration date | AccountExpires | Date de sortie de l'entreprise | Date de rupture | Date de cessation | Date sortie définitive | Sorti le | Parti le | Fecha fin contrato | Fecha de fin de contrato | Fin de contrato | Fin contrato | Fecha terminación | Fecha de renuncia | F. baja | Fecha de término de contrato | Fecha de finalización | Último día trabajado | Último día laborable | Fecha de despido | Fecha de extinción | Data de fim de contrato | Data fim contrato | Término do contrato | Fim do contrato | Data de término de contrato | Data de cessação de contrato | Data de exoneração | Data licenziamento | Cessato il | Scadenza contratto | Data termine | Data scadenza contratto | Data di licenziamento | Data risoluzione rapporto | Einddatum contract | Einde contract | Datum einde contract | Contract einddatum | Datum ontslag | Ontslagdatum | Anställning t.o.m. | Avgångsdag | Avslutningsdatum | Slutade | Umowa do | Data zwoln. | Koniec umowy | Data rozwiązania | Data wygaśnięcia umowy | Data ustania | Zatrudnienie do | Data zakończenia stosunku pracy | Дата закінчення | Дата закінчення договору | Дата закінчення контракту | Дата закінчення трудового договору | Дата припинення договору | Дата розірвання договору | Дата окончания договора | Дата расторжения договора | Дата окончания трудового договора | Дата прекращения договора | Дата окончания контракта",
	status:
		'employmentStatusName | STAT2 | employmentHistoryStatus | Status Description | Employee Status Type | Employee Status Description | Role status | Statut du compte | État du compte | Statut RH | Statut utilisateur | Situation du collaborateur | Estado del usuario | Estado usuario | Situação contratual | Status do usuário | Situazione | Stato del rapporto | Stato rapporto | Stato occupazionale | Arbeidsstatus | Medarbetarstatus | Användarstatus | Status konta | Статус облікового запису | Стан співробітника | Поточний стан | Стан роботи | Текущее состояние | Статус учетной записи | Статус учётной записи',
	managerKey:
		'supervisorEId | Supervisor EID | Reports To Position ID | Reports To AOID | Matrícula do superior imediato | Matrícula do líder | Nº mecanográfico da chefia | Matrícula gestor imediato | Matrícula chefe | Matricola capo',
	fullName:
		'Name (First Last) | fullName5 | Collaborateur | Salarié | Employé | Empleado | Colaborador | Trabajador | Funcionário | Empregado | Trabalhador | Dipendente | Collaboratore | Lavoratore | Werknemer | Naam volledig | Naam (volledig) | Medarbetare | Nazwa pracownika',
	company:
		'Nom entreprise | Employer names | Tochtergesellschaft | Rechtseinheit | o | O | Empresa contratante | Entidade | Entidade empregadora | Ditta | Vennootschap | Entiteit | Juridisk enhet | Bolagsnamn | Podmiot | Юрособа | Назва організації | Установа | Название организации | Наименование организации',
	location:
		"Bureau - Nom | Bureau nom | Arbeitsplatz | Site de rattachement | Site d'affectation | Lieu d'affectation | Delegación | Planta | Loja | Estabelecimento | Sede lavorativa | Stabilimento | Punto vendita | Filiaal | Werkplek | Werkplaats | Vestigingsnaam | Stationeringsort | Tjänsteställe | Placówka | Filia | Miejsce wykonywania pracy | Магазин | Місцезнаходження | Площадка",
	hireDate:
		"hired_at | hiringDate | Data Adm. | Entrée le | Eintr.-Datum | Joined | Beginn der Beschäftigung | dateOfLastHire | Date of Last Hire | Beginn Beschäftigung | Date d'engagement | Début du contrat | Début contrat | Date de recrutement | Embauché le | Inicio contrato | F. alta | F. ingreso | Fecha de inicio de labores | Fecha de alta en la empresa | Data de início do contrato | Início do contrato | Data ingresso | Assunto il | Inizio rapporto | Data assunz. | Begin contract | Begindatum contract | Startdatum contract | In dienst vanaf | Datum aanstelling | Anställningsdatum från | Anst. datum | Anställning fr.o.m. | Tillträdesdatum | Data zatr. | Data rozpoczęcia zatrudnienia | Data podjęcia pracy | Początek umowy | Umowa od | Data rozpoczęcia umowy | Zatrudnienie od | Початок роботи | Працює з | Дата зарахування | Дата поступления на работу | Работает с | Дата зачисления | Дата начала работы в компании",
	userId:
		'User Sys ID | Profile - ID | profile.id | Account - ID | Organization User ID | ID utente | Gebruikers-ID | Användar-ID | Identyfikator użytkownika',
	lastFirst:
		'Name (Last Suffix, First MI) | Employee Name (Last Suffix, First MI) | ПІБ співробітника | Фізична особа | ФІО | П.І.П. | ПІП | Физическое лицо | Физлицо | Работник | ФИО работника | ФИО полностью',
	managerName:
		'Disz. Vorgesetzter | Reports To Legal Name | Reports To Formatted Name | Nome do gestor imediato | Przełożony (imię i nazwisko) | Керівник (ПІБ) | ПІБ безпосереднього керівника | Руководитель (ФИО) | ФИО непосредственного руководителя',
	managerEmail:
		'Reports To Work Email | Mail N+1 | Courriel gestionnaire | Correo jefe inmediato | Email da chefia | E-mail do líder | E-mail do gestor imediato | E-mail do superior imediato | Email do responsável | Email do superior hierárquico | Email managera | E-mail menedżera | Email безпосереднього керівника | Керівник (email) | Пошта безпосереднього керівника | Руководитель (email) | E-mail непосредственного руководителя | Почта непосредственного руководителя',
	originalHireDate: 'dateOfOriginalHire | Date of Original Hire | Ersteintrittsdatum',
	department:
		'Abt. | Service de rattachement | Depto | Depto. | Dpto. | Dpto | Lotação | Servizio | Dienst | Afd. | Hoofdafdeling | Sektion | Sekcja | Referat | Відділення | Цех | Служба | Сектор | Отделение | Подразделение организации | Участок',
	job: 'Ausgeübte Tätigkeit | Emploi type',
	country: 'Country or region | Kraj zatrudnienia',
	disabled: 'Block credential | blockCredential | BlockCredential | Sign-in blocked | Block sign in | Blocked sign-in',
	orgUnit:
		'Org Unit Path [Required] | Time | Unidade orgânica | Struttura | U.O. | Eenheid | OE | Grupp | Arbetslag | Jedn. org. | Jednostka | Struktura organizacyjna | Група | Группа',
	mobile:
		'Nr komórki | Мобільний тел. | PhoneMobile | Tél. mobile | Cellulaire | Nº móvil | N. cellulare | Numero cellulare | 06-nummer | Tjänstemobil | Nr tel. kom. | Мобільний номер | Моб. номер | Сот. телефон | Номер мобильного телефона | Мобильный номер',
	language:
		"Display Language | Langue parlée | Langue de communication | Langue d'interface | Idioma de comunicación | Önskat språk | Język komunikacji | Мова навчання",
	familyName:
		'Nom marital | Nom usage | 1er apellido | 1er Apellido | Apelidos | Geslachtsnaam | Прізвище співробітника',
	legalFamilyName: 'Nom de naissance',
	email:
		'Adresse courriel | Adresse de courriel | Adres poczty e-mail | Adres mail | Адреса ел. пошти | Мейл | Ел. адреса | Електрона пошта | Адрес эл. почты | Эл. адрес | Адрес почты',
	jobTitle:
		"Titre de poste | Titre d'emploi | Posición | Cargo atual | Cargo/Função | Posizione organizzativa | Incarico | Hoofdfunctie | Tjänstebenämning | Nazwa stanowiska pracy | Zajmowane stanowisko | Tytuł stanowiska | Посада за штатним розписом | Професія (посада) | Займана посада | Занимаемая должность | Должность / профессия",
	manager:
		'Supérieur immédiat | Chef de service | Superior inmediato | Superior jerárquico | Jefatura | Supervisor inmediato | Encargado | Liderança | Líder imediato | Responsável hierárquico | Responsabile gerarchico | Superiore gerarchico | Capo reparto | Referente | Verantwoordelijke | Teamleider | Directe chef | Hiërarchisch leidinggevende | Närmsta chef | Ansvarig | Arbetsledare | Direktchef | Menadżer | Szef | Kierownik działu | Лінійний керівник | Линейный руководитель',
	enabled:
		'Actif O/N | Activo S/N | Usuario activo | Usuário ativo | In forza | Utente attivo | In servizio | In dienst J/N | Actief j/n | Is actief | Gebruiker actief | Aktiv anställning | Aktywne | Aktywność | Обліковий запис активний | Діючий | Учетная запись активна',
	workPhone:
		'Телефон роб. | Тел. раб. | Роб. телефон | Tél bureau | Tél. fixe | Doorkiesnummer | Vast nummer | Direktnummer | Telefon służbowy stacjonarny',
	privatePhone: 'Tél. domicile | Telefono abitazione | Tel. casa | Telefoon thuis',
	city: 'Commune | Localité | Gemeente | Miejscowość zamieszkania',
	birthDate:
		'Дата народж. | Date naissance | F. nacimiento | Fecha nac. | Fec. nacimiento | Data nasc. | Nato il | Data ur. | Дата нар. | Дата рожд.',
	login:
		"onPremisesSamAccountName | USRID | Compte utilisateur | Login Windows | Nom de connexion | Identifiant utilisateur | Usuario de red | Cuenta de usuario | Usuario de acceso | Usuário de rede | Gebruiker | Netwerknaam | Loginnaam | Windows-account | Accountnaam | Användarkonto | Inloggning | AD-konto | Nätverksnamn | Login do systemu | Konto użytkownika | Login domenowy | Обліковий запис | Логін користувача | Логін AD | Логін в домені | Доменний логін | Доменне ім'я | Учетная запись | Учётная запись | Логин AD | Доменное имя | Доменный логин | Логин пользователя",
	password:
		'Mot de passe temporaire | Code confidentiel | Mot de passe par défaut | Contraseña por defecto | Clave inicial | Senha provisória | Palavra-passe inicial | Password provvisoria | Standaard wachtwoord | Hasło startowe | Початковий пароль | Пароль за замовчуванням | Пароль по умолчанию',
	name: 'Nombre del trabajador | Nome do trabalhador | Nome funcionário | Medewerkernaam | Den anställdes namn | Namn anställd',
	secondFamilyName: '2do apellido | 2do Apellido',
	privateEmail: 'Correo electrónico alternativo | Privémail | Персональна пошта',
	phone: 'Tfno. | Nº de teléfono | Nº telefone | Contacto telefónico | Tfn | Nr tel. | Телефони | Телефоны',
	preferredGivenName:
		"Nome de preferência | Prénom d'usage | Prénom usage | Prénom usuel | Rufname | Roepnaam | Tilltalsnamn",
	division: 'Direção | Directie | Напрямок | Дирекція | Блок | Дирекция | Бизнес-юнит',
	state: 'Estado (UF)',
	otherNumber: 'Badge | Salarisnummer',
	familyPrefix: 'Tussenv. | Voorv.',
	middleName: 'Imię 2 | Imię drugie',
};

/** Headings that hold a word of something else. */
const NOTHING =
	"Cost Center - ID | Cost Center: ID | Location - ID | Department - ID | Company - ID | Company ID | company.id | Office - ID | team.id | Job Profile - ID | jobProfile.id | Supervisory Organization - ID | organization.id | Pay Group - ID | Pay Group - Name | Kostenstelle - ID | Abteilung - ID | Gruppe: Name | Contract - ID | Business Unit - ID | Sede - ID | Centre de coût - ID | Відділ - ID | Course - Name | Project - End Date | Project: Status | Team - Status | Cost Center - Status | Gruppe - Status | Group - Active | School - End Date | School - Name | Training - ID | Device - ID | Course - Title | Leave - Start Date | Urlaub: Beginn | Project - Start Date | Start Date (Leave) | Education: End Date | Arbeitserlaubnis: Enddatum | Leave - End Date | leave.endDate | Visa: End Date | Probation - End Date | Elternzeit - Enddatum | Congé - Date de fin | Permiso - Fecha fin | End Date (Leave) | Enddatum (Probezeit) | Status (Visa) | Benefits - Status | Marital - Status | Background Check: Status | Motif de départ | Fin de période d'essai | Type de contrat | Code service | Date de fin de période d'essai | Fecha fin periodo de prueba | Motivo de baja | Centro de coste | Fim do período de experiência | Motivo cessazione | Fine periodo di prova | Reden uit dienst | Einddatum proeftijd | Afdelingscode | Naam partner | Provanställning t.o.m. | Avgångsorsak | Nazwisko rodowe | Powód zwolnienia | Okres próbny do | Причина звільнення | Кінець випробувального терміну | Вид зайнятості | Причина увольнения | Дата окончания испытательного срока | Employment Status: Date | Work Phone Extension | Termination Reason | Password Last Set | Job Title Code | Home Department Code";

describe('Headings', () => {
	it.each(Object.entries(HEADINGS))('of %s are understood', (meaning, line) => {
		const headings = line.split(' | ');
		expect(headings.filter((heading) => partsOf(heading).meaning !== meaning)).toEqual([]);
	});

	it('with a slip of the pen are nearly understood, and others are not', () => {
		const slips = ['Abteilug', 'Eintrittsdat', 'Departmnet', 'Stellenbezeichnng', 'Telefonnumer'];
		expect(slips.map(nearlyMeant)).toEqual(['department', 'hireDate', 'department', 'jobTitle', 'phone']);
		const others = [
			'Personnummer',
			'Cost Center',
			'Adresse',
			'Contract',
			'Work Address',
			'Salario',
			'Employment',
			'Personal',
		];
		expect(others.filter((heading) => nearlyMeant(heading) !== undefined)).toEqual([]);
	});

	it('of something else are nobody’s', () => {
		const found = NOTHING.split(' | ').map((heading) => [heading, partsOf(heading).meaning]);
		expect(found.filter(([, meaning]) => meaning !== undefined)).toEqual([]);
	});
});
