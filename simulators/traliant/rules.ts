import type { TraliantRule, TraliantUser } from './directory';

export function runRule(rule: TraliantRule, user: TraliantUser): unknown {
	const match = user[rule.field] === rule.value;
	return {
		rule_id: rule.id,
		match,
		rule_exec_log_definitions: [
			{
				rule_definition_id: 297 + rule.id,
				match,
				definition_summary: `${rule.field} is ${rule.value}`,
			},
		],
		log_courses: (match ? rule.courses : []).map((course) => {
			const assignable = !user.courses.has(course.course_id);
			user.courses.add(course.course_id);
			return {
				course_id: course.course_id,
				rollout_id: course.rollout_id,
				assignable,
				action_result: assignable ? 'Course assigned' : 'Course already assigned',
				course: {
					id: course.course_id,
					display_name: course.display_name,
					short_name: course.short_name,
				},
			};
		}),
		rule: {
			id: rule.id,
			company_id: 5,
			enabled: true,
			rule_name: rule.name,
			sort_order: rule.id - 7,
		},
	};
}
