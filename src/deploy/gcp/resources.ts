/** What deploy/gcp makes, for a person; a test holds the addresses against the files. */
export interface Made {
  readonly what: string;
  readonly why: string;
  /** Resources of deploy/gcp, as TYPE.NAME. */
  readonly addresses: readonly string[];
}

export const GCP_RESOURCES: readonly Made[] = [
  {
    what: 'Bucket of session files',
    why: 'where they land; never public, never emptied by taking the deployment down',
    addresses: ['google_storage_bucket.sessions'],
  },
  {
    what: 'Staging bucket',
    why: 'what is cleaned and not loaded yet',
    addresses: ['google_storage_bucket.staging'],
  },
  {
    what: 'Function earshot-stage, its trigger and source',
    why: 'stages each file as it lands, and again when that failed',
    addresses: [
      'google_cloudfunctions2_function.stage',
      'google_storage_bucket.source',
      'google_storage_bucket_object.function',
    ],
  },
  {
    what: 'Dead-letter topic',
    why: 'keeps events that failed ten times for seven days',
    addresses: [
      'google_pubsub_topic.dead_letters',
      'google_pubsub_subscription.dead_letters',
      'google_pubsub_topic_iam_member.dead_letters',
      'terraform_data.dead_letter_policy',
    ],
  },
  {
    what: 'Committer earshot-committer, on Cloud Run',
    why: 'one instance at most; loads what is staged',
    addresses: ['google_cloud_run_v2_service.committer'],
  },
  {
    what: 'Two jobs of Cloud Scheduler',
    why: 'ring for the committer: the tick, and the sweep',
    addresses: ['google_cloud_scheduler_job.committer'],
  },
  {
    what: 'Dataset',
    why: 'its tables and views are made by the committer',
    addresses: ['google_bigquery_dataset.sessions'],
  },
  {
    what: 'Dashboard earshot-dashboard, on Cloud Run',
    why: 'behind IAM: for those who are named, else nobody',
    addresses: ['google_cloud_run_v2_service.dashboard', 'google_cloud_run_v2_service_iam_member.dashboard'],
  },
  {
    what: 'Repository of images',
    why: 'the image of Earshot, and that of the function',
    addresses: [
      'google_artifact_registry_repository.images',
      'google_artifact_registry_repository_iam_member.grant',
    ],
  },
  {
    what: 'Six service accounts and their roles',
    why: 'each part with the rights that it needs, on what it needs',
    addresses: [
      'google_service_account.account',
      'google_project_iam_member.grant',
      'google_project_iam_member.storage_agent',
      'google_storage_bucket_iam_member.grant',
      'google_bigquery_dataset_iam_member.grant',
      'google_cloud_run_v2_service_iam_member.trigger',
      'google_cloud_run_v2_service_iam_member.scheduler',
      'google_secret_manager_secret_iam_member.customer_key',
      'google_secret_manager_secret_iam_member.dashboard_tokens',
    ],
  },
  {
    what: 'Three alerts, by e-mail',
    why: 'stale data, dead letters, share of quarantine',
    addresses: [
      'google_monitoring_alert_policy.stale',
      'google_monitoring_alert_policy.dead_letters',
      'google_monitoring_alert_policy.quarantine',
      'google_monitoring_notification_channel.email',
      'google_logging_metric.commit',
      'google_logging_metric.sweep',
    ],
  },
  {
    what: 'Services of the project, turned on',
    why: 'those that the parts above are',
    addresses: ['google_project_service.needed'],
  },
];
