/** What a column of a master list can hold. The headings of each stand in `reading/headings/`, by language. */
export type Meaning =
	| 'givenName'
	| 'preferredGivenName'
	| 'legalGivenName'
	| 'middleName'
	| 'familyName'
	| 'preferredFamilyName'
	/** "van der": stands before the family name. */
	| 'familyPrefix'
	/** The second of two family names, as in Spain. */
	| 'secondFamilyName'
	| 'legalFamilyName'
	/** First name first. */
	| 'fullName'
	/** Family name first. */
	| 'lastFirst'
	/** "Name", "Nom", "Nombre": a full, first or last name, as the columns beside it say. */
	| 'name'
	| 'workEmail'
	| 'email'
	/** A login that has the form of an address (Entra's userPrincipalName). */
	| 'loginEmail'
	| 'privateEmail'
	| 'employeeNumber'
	/** Of a badge, a clock or a payroll: an employee number where the list has no other. */
	| 'otherNumber'
	| 'userId'
	| 'login'
	| 'password'
	| 'jobTitle'
	/** A role or a profession. */
	| 'job'
	| 'position'
	/** "Title": a job title, or "Mrs" where a job title stands beside it. */
	| 'title'
	| 'salutation'
	| 'department'
	| 'orgUnit'
	| 'division'
	| 'company'
	| 'location'
	| 'city'
	| 'state'
	| 'country'
	| 'managerKey'
	| 'managerEmail'
	| 'manager'
	| 'managerName'
	| 'hireDate'
	| 'originalHireDate'
	| 'positionStart'
	| 'endDate'
	| 'birthDate'
	/** Words such as "Terminated". */
	| 'status'
	/** Yes: there. */
	| 'enabled'
	/** Yes: gone. */
	| 'disabled'
	| 'workPhone'
	| 'phone'
	| 'mobile'
	| 'privatePhone'
	| 'language'
	| 'timezone'
	| 'gender'
	| 'notes';
