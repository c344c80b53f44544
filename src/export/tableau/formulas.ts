import type { Field } from './field.ts';

/** A calculated field, and the metric of the registry that it must equal; a test evaluates both over the same sessions. */
export interface Calculation extends Field {
  readonly formula: string;
  readonly metric?: string;
  /** Where it differs from the metric's own number: a part of it, or the text that shows it. */
  readonly part?: 'denominator' | 'text';
}

const COUNT_FORMAT = 'n#,##0;-#,##0';
const SHARE_FORMAT = 'p0.0%';
/** Fewer sessions than this bear no rate. The pages grey them too. */
export const FEW_SESSIONS = 30;

const measure = (name: string, caption: string, more: Pick<Calculation, 'formula' | 'datatype'>) =>
  ({ name: `[${name}]`, caption, role: 'measure', type: 'quantitative', ...more }) as const;

const share = (name: string, caption: string, status: string) => ({
  ...measure(name, caption, {
    datatype: 'real',
    formula: `COUNT(IF [resolution_status] = "${status}" THEN [session_id] END) / COUNT([resolution_status])`,
  }),
  metric: name,
  format: SHARE_FORMAT,
});

export const CUSTOMERS: Calculation = {
  ...measure('customers', 'Customers', { datatype: 'integer', formula: 'COUNTD([customer_id])' }),
  metric: 'customers',
  format: COUNT_FORMAT,
};

export const SESSIONS: Calculation = {
  ...measure('sessions', 'Chat Sessions', { datatype: 'integer', formula: 'COUNT([session_id])' }),
  metric: 'sessions',
  format: COUNT_FORMAT,
};

export const WITH_STATUS: Calculation = {
  ...measure('sessions_with_status', 'Sessions with a status', {
    datatype: 'integer',
    formula: 'COUNT([resolution_status])',
  }),
  metric: 'resolution_rate',
  part: 'denominator',
  format: COUNT_FORMAT,
};

export const RESOLUTION_RATE: Calculation = share('resolution_rate', 'Resolution Rate', 'Resolved');
export const ESCALATION_RATE: Calculation = share('escalation_rate', 'Escalation Rate', 'Escalated');
export const ABANDONMENT_RATE: Calculation = share('abandonment_rate', 'Abandonment Rate', 'Abandoned');

export const DURATION: Calculation = {
  ...measure('avg_call_duration', 'Average Call Duration (s)', {
    datatype: 'real',
    formula: 'AVG([call_duration_sec])',
  }),
  metric: 'avg_call_duration',
  format: 'n#,##0.0;-#,##0.0',
};

const WHOLE_SECONDS = 'INT(ROUND([avg_call_duration], 0))';

/** Number formats of Tableau know no m:ss of a number of seconds. */
export const DURATION_TEXT: Calculation = {
  ...measure('avg_call_duration_text', 'Average Call Duration', {
    datatype: 'string',
    formula: `IF ${WHOLE_SECONDS} >= 3600 THEN STR(INT(${WHOLE_SECONDS} / 3600)) + ":" + RIGHT("0" + STR(INT(${WHOLE_SECONDS} / 60) % 60), 2) ELSE STR(INT(${WHOLE_SECONDS} / 60)) END + ":" + RIGHT("0" + STR(${WHOLE_SECONDS} % 60), 2)`,
  }),
  type: 'nominal',
  metric: 'avg_call_duration',
  part: 'text',
};

/**
 * Over sessions, never an average of bars: FIXED asks the sessions themselves. It stands above all filters but those in
 * context, and all are in context but the one on the topic, which is the axis.
 */
export const OVERALL_RATE: Calculation = {
  ...measure('overall_resolution_rate', 'Resolution Rate, overall average', {
    datatype: 'real',
    formula: `{ FIXED : ${RESOLUTION_RATE.formula} }`,
  }),
  metric: 'resolution_rate',
  format: SHARE_FORMAT,
};

/** Of the sessions of a topic that have a status, those with this one. */
export const OUTCOME_SHARE: Calculation = {
  ...measure('outcome_share', 'Share of the topic', {
    datatype: 'real',
    formula: 'COUNT([session_id]) / MIN({ EXCLUDE [resolution_status] : COUNT([resolution_status]) })',
  }),
  format: SHARE_FORMAT,
};

/** A missing topic is a row of its own, never left out. */
export const TOPIC: Calculation = {
  name: '[topic]',
  caption: 'Topic Name',
  datatype: 'string',
  role: 'dimension',
  type: 'nominal',
  formula: 'IFNULL([topic_name], "(none)")',
};

export const ENOUGH = `${FEW_SESSIONS} sessions or more`;
export const TOO_FEW = `fewer than ${FEW_SESSIONS} sessions`;

export const SAMPLE: Calculation = {
  ...measure('sample', 'Sample', {
    datatype: 'string',
    formula: `IF COUNT([resolution_status]) < ${FEW_SESSIONS} THEN "${TOO_FEW}" ELSE "${ENOUGH}" END`,
  }),
  type: 'nominal',
};

export const CALCULATIONS: readonly Calculation[] = [
  CUSTOMERS,
  SESSIONS,
  WITH_STATUS,
  RESOLUTION_RATE,
  ESCALATION_RATE,
  ABANDONMENT_RATE,
  DURATION,
  DURATION_TEXT,
  OVERALL_RATE,
  OUTCOME_SHARE,
  TOPIC,
  SAMPLE,
];
