/**
 * Header rows of real exports as `heading=what it holds`, written from what these products are known to export. Five
 * people fill them; the third has left and the fifth is on leave, in each product's own words.
 *
 * What a column holds: `key first last pref full lf mid email priv upn title salut dept div comp loc city state country
 * phone mob lang birth gender hire term user`; managers as `mk` key, `me` e-mail, `mn` name, `ml` "Last, First", `md`
 * directory name, `mp` "Name (key)"; `st` status, `en` yes when there, `dis` yes when gone; `=text` the same in every row.
 */
export interface MoreList {
	readonly name: string;
	/** d/m/Y, m/d/Y, d.m.Y, Y-m-d …; `o`: SAP's /Date(ms)/. */
	readonly dates: string;
	/** There, gone and on leave, as `st` says it. */
	readonly words: string;
	readonly columns: string;
	/** As `en` and `dis` say yes and no. */
	readonly yesNo?: string;
	/** How keys look: `#` is the number. */
	readonly keys?: string;
	/** Names of languages as `lang` gives them. */
	readonly language?: string;
}

export const MORE: readonly MoreList[] = [
	{
		name: 'Workday RaaS',
		dates: 'Y-m-d',
		words: 'Active,Terminated,On Leave',
		columns:
			'Employee_ID=key|Worker=full|First_Name=first|Last_Name=last|Email_-_Work=email|Email_-_Home=priv|Business_Title=title|Job_Profile==Sales-01|Supervisory_Organization=dept|Location=loc|Manager_Employee_ID=mk|Hire_Date=hire|Termination_Date=term|Worker_Status=st',
	},
	{
		name: 'Workday custom report',
		dates: 'm/d/Y',
		words: 'Yes,No,Yes',
		columns:
			"Worker=full|Employee ID=key|Legal Name in Local Script - First Name==x|First Name=first|Last Name=last|primaryWorkEmail=email|Position Title=title|Cost Center==4711|Organization=org|Worker's Manager=mp|Hire Date=hire|Active Status=st|Termination Date=term|Primary Work Phone=phone",
	},
	{
		name: 'BambooHR JSON',
		dates: 'Y-m-d',
		words: 'Active,Inactive,Active',
		columns:
			'id==77|employeeNumber=key|firstName=first|lastName=last|preferredName=pref|displayName=full|workEmail=email|homeEmail=priv|jobTitle=title|department=dept|division=div|location=loc|supervisor=ml|supervisorEId=mk|hireDate=hire|terminationDate=term|status=st|workPhone=phone|mobilePhone=mob',
	},
	{
		name: 'BambooHR custom report',
		dates: 'Y-m-d',
		words: 'Full-Time,Terminated,Full-Time',
		columns:
			'Employee #=key|Last Name, First Name=lf|Preferred First Name=pref|First Name=first|Last Name=last|Employment Status=st|Email - Work=email|Email - Home=priv|Job Information: Job Title=title|Job Information: Department=dept|Job Information: Reports To=ml|Hire Date=hire|Employment Status: Date==2020-01-01|Mobile Phone=mob',
	},
	{
		name: 'Personio en',
		dates: 'd.m.Y',
		words: 'Active,Inactive,Leave',
		columns:
			'Employee number=key|First name=first|Last name=last|Preferred name=pref|Email=email|Status=st|Position=title|Department=dept|Team==Blue|Office=loc|Supervisor=mn|Hire date=hire|Contract ends==|Last day of work=term|Termination date==|Subcompany=comp|Employment type==internal|Weekly hours==40|Private email=priv',
	},
	{
		name: 'Personio es',
		dates: 'd/m/Y',
		words: 'Activo,Inactivo,Excedencia',
		columns:
			'Número de empleado=key|Nombre=first|Apellidos=last|Correo electrónico=email|Estado=st|Puesto=title|Departamento=dept|Oficina=loc|Supervisor=mn|Fecha de contratación=hire|Fecha de terminación=term',
	},
	{
		name: 'Personio de, many columns',
		dates: 'd.m.Y',
		words: 'Aktiv,Inaktiv,Abwesend',
		columns:
			'Personalnummer=key|Name=full|Vorname=first|Nachname=last|E-Mail (geschäftlich)=email|E-Mail (privat)=priv|Telefon (geschäftlich)=phone|Status=st|Position=title|Abteilung=dept|Vorgesetzte:r=mn|Einstellungsdatum=hire|Kündigungsdatum==|Letzter Arbeitstag=term|Geschlecht=gender|Geburtsdatum=birth|Gesellschaft=comp',
	},
	{
		name: 'SuccessFactors OData',
		dates: 'o',
		words: 't,f,t',
		columns:
			'userId=key|username=user|firstName=first|lastName=last|defaultFullName=full|email=email|title=title|department=dept|division=div|location=loc|hireDate=hire|status=st|businessPhone=phone|country=country|defaultLocale=lang|managerId=mk',
		language: 'de_DE',
	},
	{
		name: 'ADP Workforce Now',
		dates: 'm/d/Y',
		words: 'Active,Terminated,Leave',
		columns:
			'Associate ID=key|File Number==000123|Payroll Name=lf|Legal / Preferred Name==x|First Name=first|Last Name=last|Preferred or Chosen First Name=pref|Work Contact: Work Email=email|Personal Contact: Personal Email=priv|Job Title Description=title|Home Department Code==001200|Home Department Description=dept|Reports To Name=ml|Reports To Associate ID=mk|Position Status=st|Hire Date=hire|Rehire Date==|Termination Date=term|Location Description=loc|Worker Category Description==Full Time|Work Contact: Work Mobile=mob',
		keys: 'Q#VX',
	},
	{
		name: 'UKG Ready',
		dates: 'm/d/Y',
		words: 'Active,Terminated,On Leave',
		columns:
			'Employee Id=key|Username=user|First Name=first|Last Name=last|Primary Email=email|Secondary Email=priv|Employee Status=st|Date Hired=hire|Date Terminated=term|Default Job (HR)=title|Department Name=dept|Manager 1=ml|Account Status==Active|Cell Phone=mob',
	},
	{
		name: 'UKG Pro report',
		dates: 'm/d/Y',
		words: 'Active,Terminated,Leave of absence',
		columns:
			'Employee Number=key|Employee Name (Last Suffix, First MI)=lf|First Name=first|Last Name=last|Email (Primary)=email|Email (Alternate)=priv|Job Title=title|Org Level 2==|Department=dept|Supervisor Number=mk|Supervisor Name (First Last)=mn|Employee Status=st|Hire Date (Last)=hire|Termination Date=term|Work Phone Number=phone',
	},
	{
		name: 'Rippling',
		dates: 'm/d/Y',
		words: 'ACTIVE,TERMINATED,ACTIVE',
		columns:
			'Employee=full|Employee number=key|Legal first name=first|Legal last name=last|Preferred first name=pref|Work email=email|Personal email=priv|Title=title|Department=dept|Manager=mn|Employment status=st|Start date=hire|End date=term|Work location name=loc|Employment type==Salaried, full-time',
	},
	{
		name: 'HiBob JSON, flat',
		dates: 'Y-m-d',
		words: 'Active,Inactive,Active',
		columns:
			'id==3332883884017713938|employeeIdInCompany=key|displayName=full|firstName=first|surname=last|email=email|personalEmail=priv|workTitle=title|workDepartment=dept|workSite=loc|workReportsToEmail=me|workStartDate=hire|terminationDate=term|internalStatus=st',
	},
	{
		name: 'DATEV LODAS',
		dates: 'd.m.Y',
		words: ',,',
		columns:
			'Pers.-Nr.=key|Familienname=last|Vorname=first|Anrede=salut|Straße==Weg 1|PLZ==10115|Ort=city|Land=country|E-Mail-Adresse=email|Stellenbezeichnung=title|Abteilung=dept|Kostenstelle==4711|Eintrittsdatum=hire|Austrittsdatum=term|Telefon (dienstlich)=phone|Mobil (privat)==0',
		keys: '000#',
	},
	{
		name: 'Sage 50 Payroll',
		dates: 'd/m/Y',
		words: 'Current,Left,Current',
		columns:
			'Employee Reference=key|Title=salut|Forename=first|Surname=last|Job Title=title|Department=dept|E-mail=email|Start Date=hire|Leave Date=term|Status=st|NI Number==QQ123456C|Telephone=phone',
	},
	{
		name: 'Sage HR',
		dates: 'Y-m-d',
		words: ',,',
		columns:
			'Employee number=key|First name=first|Last name=last|Email=email|Personal email=priv|Position=title|Team=dept|Reports to=mn|Employment start date=hire|Termination date=term|Work phone=phone|Country=country|Location=loc',
	},
	{
		name: 'Paychex Flex',
		dates: 'm/d/Y',
		words: 'Active,Terminated,Leave',
		columns:
			'Worker ID=key|Employee First Name=first|Employee Last Name=last|Work Email Address=email|Personal Email Address=priv|Position=title|Organization Unit=dept|Supervisor=ml|Worker Status=st|Hire Date=hire|Termination Date=term|Business Phone=phone',
	},
	{
		name: 'Gusto, people report',
		dates: 'm/d/Y',
		words: 'Active,Terminated,Active',
		columns:
			'Employee ID=key|Last Name=last|First Name=first|Preferred First Name=pref|Employment Status=st|Work Email=email|Personal Email=priv|Title (primary)=title|Department=dept|Manager=mn|Start Date=hire|Last Day=term|Work Address==1 Main St',
	},
	{
		name: 'Namely',
		dates: 'Y-m-d',
		words: 'active,inactive,active',
		columns:
			'Employee Id=key|First Name=first|Last Name=last|Preferred Name=pref|Email=email|Personal Email=priv|User Status=st|Start Date=hire|Departure Date=term|Job Title=title|Reports To=mn|Reports To Email=me|Departments=dept|Divisions=div|Office Locations=loc|Mobile Phone=mob|Gender=gender',
	},
	{
		name: 'Oracle HCM Cloud',
		dates: 'Y/m/d',
		words: 'Active - Payroll Eligible,Inactive - Payroll Eligible,Active - No Payroll',
		columns:
			'Person Number=key|Person Name=full|First Name=first|Last Name=last|Middle Name=mid|Work Email=email|Home Email=priv|Assignment Status=st|Job Name=title|Department Name=dept|Line Manager Name=ml|Manager Person Number=mk|Legal Employer Name=comp|Legal Employer Hire Date=hire|Actual Termination Date=term|Location Name=loc|Business Unit Name=div',
		keys: '300000#',
	},
	{
		name: 'PeopleSoft',
		dates: 'm/d/Y',
		words: 'A,T,L',
		columns:
			'EMPLID=key|EMPL_RCD==0|NAME=lf|FIRST_NAME=first|LAST_NAME=last|EMAIL_ADDR=email|EMPL_STATUS=st|DEPTID==10100|DEPT_DESCR=dept|JOBCODE==1100|JOBTITLE=title|SUPERVISOR_ID=mk|HIRE_DT=hire|TERMINATION_DT=term|LOCATION=loc|PHONE=phone',
	},
	{
		name: 'Zoho People',
		dates: 'd-M-Y',
		words: 'Active,Terminated,Active',
		columns:
			'Employee ID=key|First Name=first|Last Name=last|Nick name=pref|Email address=email|Department=dept|Designation=title|Zoho Role==Team member|Employment Type==Permanent|Employee Status=st|Source of Hire==|Date of Joining=hire|Reporting Manager=mp|Work Phone Number=phone|Personal Mobile Number==0|Personal Email Address=priv|Date of Exit=term',
		keys: 'AC#',
	},
	{
		name: 'Factorial es',
		dates: 'd/m/Y',
		words: 'Activo,Baja,Activo',
		columns:
			'Nombre=first|Apellidos=last|Email=email|Email personal=priv|ID de empleado=key|Puesto de trabajo=title|Equipos=dept|Responsable=mn|Fecha de inicio=hire|Fecha de baja=term|Estado del empleado=st|Ciudad=city|País=country|Género=gender',
	},
	{
		name: 'Lucca fr',
		dates: 'd/m/Y',
		words: 'Présent,Parti,Présent',
		columns:
			'Matricule=key|Nom=last|Prénom=first|Adresse e-mail professionnelle=email|E-mail personnel=priv|Intitulé du poste=title|Département=dept|Établissement==Siège|Manager=mn|Date de début de contrat=hire|Date de fin de contrat=term|Statut=st|Téléphone professionnel=phone|Identifiant=user|Civilité=salut',
	},
	{
		name: 'Silae fr',
		dates: 'd/m/Y',
		words: ',,',
		columns:
			'Matricule salarié=key|Civilité=salut|Nom de naissance==Jeune|Nom usuel=last|Prénom=first|Adresse email=email|Emploi=title|Service=dept|Société=comp|Date entrée=hire|Date sortie=term|Motif de sortie==|Responsable hiérarchique=ml',
		keys: '0#',
	},
	{
		name: 'A3 es',
		dates: 'd/m/Y',
		words: ',,',
		columns:
			'Código de empleado=key|Nombre=first|Primer apellido=last|Segundo apellido=last2|NIF==00000000T|E-mail=email|Fecha de alta=hire|Fecha de baja=term|Departamento=dept|Puesto=title|Centro de trabajo=loc|Teléfono=phone',
		keys: '000#',
	},
	{
		name: 'AFAS nl',
		dates: 'd-m-Y',
		words: ',,',
		columns:
			'Medewerkernummer=key|Roepnaam=first|Voorletters==Z.|Voorvoegsel=prefix|Achternaam=last|E-mail werk=email|E-mail privé=priv|Functie=title|Afdeling=dept|Leidinggevende=mn|Datum in dienst=hire|Datum uit dienst=term|Telefoonnr. werk=phone|Geslacht=gender|Geboortedatum=birth',
	},
	{
		name: 'Visma nl',
		dates: 'd-m-Y',
		words: 'In dienst,Uit dienst,Met verlof',
		columns:
			'Personeelsnummer=key|Voornaam=first|Tussenvoegsel=prefix|Achternaam=last|Zakelijk e-mailadres=email|Privé e-mailadres=priv|Functienaam=title|Organisatie-eenheid=dept|Naam leidinggevende=mn|Begindatum dienstverband=hire|Einddatum dienstverband=term|Status=st|Werkgever=comp|Mobiel zakelijk=mob',
	},
	{
		name: 'Hogia sv',
		dates: 'Y-m-d',
		words: 'Anställd,Slutat,Föräldraledig',
		columns:
			'Anst.nr=key|Personnummer==19900101-1234|Efternamn=last|Förnamn=first|E-postadress arbete=email|E-postadress privat=priv|Befattning=title|Avdelning=dept|Närmaste chef=mn|Anställningsdatum=hire|Avgångsdatum=term|Status=st|Telefon arbete=phone|Anställningsform==Tillsvidare',
	},
	{
		name: 'Fortnox sv',
		dates: 'Y-m-d',
		words: ',,',
		columns:
			'Anställningsnr=key|Förnamn=first|Efternamn=last|E-post=email|Befattning=title|Kostnadsställe==10|Anställd från=hire|Anställd till=term|Mobil=mob|Ort=city|Inaktiv=dis',
		yesNo: 'Ja,Nej',
	},
	{
		name: 'Enova pl',
		dates: 'd.m.Y',
		words: ',,',
		columns:
			'Numer ewidencyjny=key|Nazwisko=last|Imię=first|Drugie imię=mid|Adres e-mail=email|Wydział=dept|Stanowisko=title|Data zatrudnienia=hire|Data zwolnienia=term|Bezpośredni przełożony=ml|Telefon służbowy=phone|PESEL==90010112345|Płeć=gender|Data urodzenia=birth',
	},
	{
		name: 'Comarch Optima pl',
		dates: 'Y-m-d',
		words: 'Zatrudniony,Zwolniony,Urlop wychowawczy',
		columns:
			'Akronim==ZK|Kod pracownika=key|Imię i nazwisko=full|Imię=first|Nazwisko=last|E-mail służbowy=email|E-mail prywatny=priv|Stanowisko=title|Dział=dept|Zatrudniony od=hire|Zatrudniony do=term|Status pracownika=st|Kierownik=mn|Telefon komórkowy=mob',
	},
	{
		name: 'BAS uk',
		dates: 'd.m.Y',
		words: 'Працює,Звільнений,Декрет',
		columns:
			"Табельний номер=key|ПІБ==Шевченко Тарас Григорович|Прізвище=last|Ім'я=first|По батькові=mid|Логін=user|Робоча пошта=email|Особиста пошта=priv|Посада=title|Підрозділ=dept|Керівник=ml|Дата прийняття=hire|Дата звільнення=term|Стан=st|Мобільний телефон=mob|Стать=gender|Дата народження=birth",
		keys: '0000-#',
	},
	{
		name: 'M.E.Doc uk',
		dates: 'd.m.Y',
		words: ',,',
		columns:
			'Таб. №=key|Прізвище=last|Ім’я=first|По батькові=mid|РНОКПП==1234567890|Ел. пошта=email|Посада=title|Структурний підрозділ=dept|Дата прийому на роботу=hire|Дата звільнення=term|Контактний телефон=phone|Місто=city',
	},
	{
		name: '1C ru',
		dates: 'd.m.Y',
		words: 'Работа,Увольнение,Отпуск по уходу за ребенком',
		columns:
			'Табельный номер=key|Сотрудник==x|Фамилия=last|Имя=first|Отчество=mid|Организация=comp|Подразделение=dept|Должность=title|Дата приема=hire|Дата увольнения=term|Состояние=st|Рабочий email=email|Личный email=priv|Руководитель=mn|Логин=user',
		keys: 'ТН-0#',
	},
	{
		name: 'TOTVS pt',
		dates: 'd/m/Y',
		words: 'A - Ativo,D - Demitido,F - Férias',
		columns:
			'Chapa=key|Nome=full|E-mail corporativo=email|E-mail pessoal=priv|Função=title|Seção=dept|Filial=loc|Data de admissão=hire|Data de demissão=term|Situação=st|Gestor imediato=mn|Data de nascimento=birth|Sexo=gender|Celular==0',
		keys: '00#',
	},
	{
		name: 'Portuguese, Portugal',
		dates: 'd-m-Y',
		words: 'Ativo,Cessado,Baixa médica',
		columns:
			'Nº mecanográfico=key|Nome próprio=first|Apelido=last|Correio eletrónico=email|Correio eletrónico pessoal=priv|Função=title|Departamento=dept|Superior hierárquico=mn|Data de admissão=hire|Data de cessação=term|Estado=st|Telemóvel=mob|Localidade=city|País=country',
	},
	{
		name: 'Zucchetti it',
		dates: 'd/m/Y',
		words: 'In forza,Cessato,Maternità',
		columns:
			'Matricola=key|Cognome=last|Nome=first|Codice fiscale==X|E-mail aziendale=email|E-mail personale=priv|Mansione=title|Reparto=dept|Responsabile=ml|Data assunzione=hire|Data cessazione=term|Stato=st|Sede=loc|Azienda=comp|Cellulare aziendale=mob',
		keys: '0000#',
	},
	{
		name: 'Entra ID CSV',
		dates: 'Y-m-d',
		words: ',,',
		columns:
			'userPrincipalName=upn|displayName=full|surname=last|mail=email|givenName=first|id==8b3f|userType==Member|jobTitle=title|department=dept|accountEnabled=en|usageLocation==DE|streetAddress==|state=state|country=country|officeLocation=loc|city=city|postalCode==|telephoneNumber=phone|mobilePhone=mob|alternateEmailAddress=priv|ageGroup==|companyName=comp|employeeId=key|invitationState==|directorySynced==Yes',
		yesNo: 'TRUE,FALSE',
	},
	{
		name: 'Entra portal, German',
		dates: 'd.m.Y',
		words: ',,',
		columns:
			'Anzeigename=full|Vorname=first|Nachname=last|Benutzerprinzipalname=upn|E-Mail=email|Andere E-Mail-Adressen=priv|Mitarbeiter-ID=key|Position=title|Abteilung=dept|Konto aktiviert=en|Manager=mn|Firmenname=comp|Stadt=city|Land oder Region=country|Mobiltelefon=mob|Einstellungsdatum=hire',
		yesNo: 'Ja,Nein',
	},
	{
		name: 'Microsoft Graph JSON',
		dates: 'Y-m-dT00:00:00Z',
		words: ',,',
		columns:
			'id==8b3f|employeeId=key|displayName=full|givenName=first|surname=last|mail=email|userPrincipalName=upn|jobTitle=title|department=dept|companyName=comp|officeLocation=loc|mobilePhone=mob|preferredLanguage=lang|accountEnabled=en|employeeHireDate=hire|employeeLeaveDateTime=term|otherMails=priv|country=country',
		yesNo: 'true,false',
		language: 'de-DE',
	},
	{
		name: 'Google Workspace download',
		dates: 'Y-m-d',
		words: 'Active,Suspended,Active',
		columns:
			'First Name [Required]=first|Last Name [Required]=last|Email Address [Required]=email|Password [Required]==****|Password Hash Function [UPLOAD ONLY]==|Org Unit Path [Required]==/Staff|New Primary Email [UPLOAD ONLY]==|Recovery Email=priv|Home Secondary Email=priv|Work Secondary Email=priv|Recovery Phone [MUST BE IN THE E.164 FORMAT]==|Work Phone=phone|Home Phone==|Mobile Phone=mob|Employee ID=key|Employee Type==|Employee Title=title|Manager Email=me|Department=dept|Cost Center==4711|Building ID==|Change Password at Next Sign-In==FALSE|New Status [UPLOAD ONLY]==|Status [READ ONLY]=st|Last Sign In [READ ONLY]==2026/01/01 10:00:00|Email Usage [READ ONLY]==1.2GB',
	},
	{
		name: 'Okta CSV',
		dates: 'Y-m-d',
		words: 'ACTIVE,DEPROVISIONED,PASSWORD_EXPIRED',
		columns:
			'profile.login=upn|profile.firstName=first|profile.lastName=last|profile.email=email|profile.secondEmail=priv|profile.mobilePhone=mob|profile.title=title|profile.department=dept|profile.organization=comp|profile.employeeNumber=key|profile.managerId=mk|profile.displayName=full|profile.preferredLanguage=lang|profile.city=city|profile.countryCode=country|status=st|id==00u1',
		language: 'en',
	},
	{
		name: 'Okta report',
		dates: 'Y-m-d',
		words: 'Active,Deactivated,Locked out',
		columns:
			'Username=upn|First name=first|Last name=last|Primary email=email|Secondary email=priv|Mobile phone=mob|Status=st|Employee number=key|Title=title|Department=dept|Manager=mn|Organization==Acme|Last login==2026-01-01',
	},
	{
		name: 'Active Directory Get-ADUser',
		dates: 'm/d/Y',
		words: ',,',
		columns:
			'DistinguishedName==CN=x|Enabled=en|EmailAddress=email|EmployeeID=key|GivenName=first|Surname=last|Name=full|DisplayName==x|SamAccountName=user|UserPrincipalName=upn|Title=title|Department=dept|Company=comp|Manager=md|OfficePhone=phone|MobilePhone=mob|City=city|LockedOut==False|PasswordExpired==False|ObjectGUID==0000|SID==S-1-5|AccountExpirationDate==|whenCreated==1/2/2015 9:00:00 AM',
		yesNo: 'True,False',
	},
	{
		name: 'Moodle download',
		dates: 'Y-m-d',
		words: ',,',
		columns:
			'id==17|username=user|email=email|firstname=first|lastname=last|idnumber=key|institution=comp|department=dept|phone1=phone|phone2=mob|city=city|country=country|lang=lang|auth==ldap|suspended=dis|deleted==0|timezone==99',
		yesNo: '1,0',
		language: 'en',
	},
	{
		name: 'Canvas SIS',
		dates: 'Y-m-d',
		words: 'active,suspended,active',
		columns:
			'user_id=key|integration_id==|login_id=user|password==secret7|first_name=first|last_name=last|full_name=full|sortable_name=lf|short_name==|email=email|pronouns==|status=st',
	},
	{
		name: 'Bridge CSV template',
		dates: 'Y-m-d',
		words: ',,',
		columns:
			'UID=key|First Name=first|Last Name=last|Full Name=full|Email=email|Locale=lang|Manager UID=mk|Hire Date=hire|Job Title=title|Department=dept|Termination Date=term',
		language: 'en',
	},
	{
		name: 'Absorb',
		dates: 'm/d/Y',
		words: 'Active,Inactive,Active',
		columns:
			'Username=user|First Name=first|Middle Name=mid|Last Name=last|Email Address=email|CC Email Addresses=priv|Employee Number=key|Department=dept|Job Title=title|Supervisor=mn|Status=st|Date Hired=hire|Date Terminated=term|Location=loc|Language=lang|Phone=phone|Notes==|Gender=gender',
		language: 'English',
	},
	{
		name: 'Cornerstone feed',
		dates: 'm/d/Y',
		words: 'Active,Inactive,Active',
		columns:
			'User ID=key|User Name=user|First Name=first|Middle Name=mid|Last Name=last|Email=email|Personal Email=priv|Active Status=st|Manager ID=mk|Approver ID==1|Position=title|Division=div|Department=dept|Location=loc|Last Hire Date=hire|Original Hire Date==01/02/2001|Absent==No|Phone=phone|Language=lang',
		language: 'English (US)',
	},
	{
		name: 'Docebo',
		dates: 'Y-m-d',
		words: ',,',
		columns:
			'Username=user|First Name=first|Last Name=last|Email=email|Active=en|Employee ID=key|Job Title=title|Branch Name=loc|Direct Manager=me|Hire Date=hire|Language=lang|Deactivated==0',
		yesNo: 'Yes,No',
		language: 'english',
	},
	{
		name: 'SAP HCM (de)',
		dates: 'd.m.Y',
		words: 'aktiv,ausgetreten,ruhend',
		columns:
			'PersNr=key|Nachname=last|Vorname=first|Anrede=salut|Systembenutzername=user|E-Mail=email|Planstelle=title|Organisationseinheit=dept|Eintritt=hire|Austritt=term|Beschäftigungsstatus=st|Kostenstelle==1|Buchungskreis==1000|Personalbereich==DE01|Vorgesetzter (PersNr)=mk',
		keys: '0000#',
	},
	{
		name: 'Ukrainian directory JSON',
		dates: 'd.m.Y',
		words: 'активний,звільнений,у декреті',
		columns:
			"Код співробітника=key|Прізвище ім'я=lf2|Прізвище=last|Ім'я=first|Електронна адреса=email|Назва посади=title|Відділ=dept|Безпосередній керівник (email)=me|Дата працевлаштування=hire|Останній робочий день=term|Статус працівника=st|Користувач=user|Офіс=loc",
	},
];

interface Person {
	readonly number: string;
	readonly first: string;
	readonly last: string;
	readonly pref: string;
	readonly mid: string;
	readonly title: string;
	readonly dept: string;
	readonly hire: string;
	readonly term: string;
	readonly boss: number | undefined;
	readonly state: 0 | 1 | 2;
	readonly gender: string;
}

export const PEOPLE: readonly Person[] = [
	{
		number: '2042',
		first: 'Zoë',
		last: 'Keller',
		pref: 'Zo',
		mid: 'Anne',
		title: 'Head of Sales',
		dept: 'Sales',
		hire: '2024-03-01',
		term: '',
		boss: 3,
		state: 0,
		gender: 'F',
	},
	{
		number: '2043',
		first: 'Łukasz',
		last: 'Wójcik-Nowak',
		pref: 'Luk',
		mid: '',
		title: 'Clerk',
		dept: 'Sales',
		hire: '2019-11-12',
		term: '',
		boss: 0,
		state: 0,
		gender: 'M',
	},
	{
		number: '2044',
		first: 'Ivan',
		last: 'Petrenko',
		pref: 'Vanya',
		mid: 'J',
		title: 'Analyst',
		dept: 'Finance',
		hire: '2015-01-15',
		term: '2024-06-30',
		boss: 3,
		state: 1,
		gender: 'M',
	},
	{
		number: '2050',
		first: 'Aoife',
		last: "O'Brien",
		pref: 'Aoife',
		mid: '',
		title: 'Managing Director',
		dept: 'Board',
		hire: '2010-02-23',
		term: '',
		boss: undefined,
		state: 0,
		gender: 'F',
	},
	{
		number: '2051',
		first: 'Mei',
		last: 'Chen',
		pref: 'May',
		mid: '',
		title: 'Driver',
		dept: 'Logistics',
		hire: '2023-12-31',
		term: '',
		boss: 0,
		state: 2,
		gender: 'F',
	},
];

const plain = (text: string): string =>
	text
		.replace(/ł/gi, 'l')
		.normalize('NFKD')
		.replace(/[^A-Za-z]/g, '')
		.toLowerCase();

export const emailOf = ({ first, last }: Person): string => `${plain(first)}.${plain(last)}@acme.example`;
export const keyOf = ({ keys = '#' }: MoreList, { number }: Person): string => keys.replace('#', number);

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function dateAs(form: string, iso: string): string {
	if (iso === '') return '';
	const [year = '', month = '', day = ''] = iso.split('-');
	if (form === 'o') return `/Date(${Date.UTC(Number(year), Number(month) - 1, Number(day))})/`;
	return [...form]
		.map((sign) => ({ Y: year, m: month, d: day, M: MONTHS[Number(month) - 1] ?? '' })[sign] ?? sign)
		.join('');
}

export interface MoreColumn {
	readonly heading: string;
	readonly holds: string;
	readonly constant: string | undefined;
}

export function columnsOf({ columns }: MoreList): MoreColumn[] {
	return columns.split('|').map((column) => {
		const at = column.indexOf('=');
		const holds = column.slice(at + 1);
		return {
			heading: column.slice(0, at),
			holds: holds.startsWith('=') ? '' : holds,
			constant: holds.startsWith('=') ? holds.slice(1) : undefined,
		};
	});
}

const TABLES = new WeakMap<MoreList, ReadonlyArray<readonly string[]>>();

/** Rows as a CSV would hold them: a text for each column. */
export function cellsOf(list: MoreList): ReadonlyArray<readonly string[]> {
	const table = TABLES.get(list) ?? tableOf(list);
	TABLES.set(list, table);
	return table;
}

function tableOf(list: MoreList): string[][] {
	const words = list.words.split(',');
	const [yes = '', no = ''] = (list.yesNo ?? 'Yes,No').split(',');
	const columns = columnsOf(list);
	return PEOPLE.map((person) =>
		columns.map(({ holds, constant }) => constant ?? cellOf(list, person, holds, { words, yes, no })),
	);
}

function cellOf(
	list: MoreList,
	person: Person,
	holds: string,
	{ words, yes, no }: { words: string[]; yes: string; no: string },
): string {
	const { first, last, mid, pref, title, dept, gender, state } = person;
	const boss = person.boss === undefined ? undefined : PEOPLE[person.boss];
	const login = `${plain(first).slice(0, 1)}${plain(last)}`;
	const isGone = state === 1;
	const cells: Record<string, string> = {
		key: keyOf(list, person),
		first,
		last,
		pref,
		mid,
		full: `${first} ${last}`,
		lf: `${last}, ${first}`,
		lf2: `${last} ${first}`,
		last2: person.number === '2043' ? 'Gómez' : '',
		prefix: person.number === '2043' ? 'van der' : '',
		email: emailOf(person),
		priv: `${plain(pref)}77@mail.example`,
		upn: emailOf(person),
		user: login,
		title,
		salut: gender === 'F' ? 'Mrs' : 'Mr',
		dept,
		org: dept,
		div: 'EMEA',
		comp: 'Acme GmbH',
		loc: 'Berlin HQ',
		city: 'Berlin',
		state: 'BE',
		country: 'Germany',
		phone: `+49 30 555${person.number}`,
		mob: `+49 151 555${person.number}`,
		lang: list.language ?? 'en',
		birth: dateAs(list.dates, '1990-12-24'),
		gender,
		hire: dateAs(list.dates, person.hire),
		term: dateAs(list.dates, person.term),
		st: words[state] ?? '',
		en: isGone ? no : yes,
		dis: isGone ? yes : no,
	};
	if (boss !== undefined) {
		cells.mk = keyOf(list, boss);
		cells.me = emailOf(boss);
		cells.mn = `${boss.first} ${boss.last}`;
		cells.ml = `${boss.last}, ${boss.first}`;
		cells.md = `CN=${boss.first} ${boss.last},OU=Staff,DC=acme,DC=example`;
		cells.mp = `${boss.first} ${boss.last} (${keyOf(list, boss)})`;
	}
	return cells[holds] ?? '';
}
