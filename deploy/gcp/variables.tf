variable "project" {
  description = "Id of the project that everything is made in."
  type        = string
}

variable "region" {
  description = "Region of buckets, function, committer and dashboard."
  type        = string
  default     = "us-central1"
}

variable "location" {
  description = "Location of the dataset; BigQuery loads from a bucket in the same one only. The region when absent."
  type        = string
  default     = null
}

variable "bucket" {
  description = "Name of the bucket where session files land; PROJECT-sessions when absent."
  type        = string
  default     = null
}

variable "dataset" {
  description = "Id of the dataset."
  type        = string
  default     = "session_dataset"
}

variable "image" {
  description = "Container image of Earshot, for the committer and the dashboard."
  type        = string
}

variable "function_archive" {
  description = "Zip of the function's bundle: what `npm run bundle:function` writes."
  type        = string
  default     = "function.zip"
}

variable "tick" {
  description = "Time between two commits, as --tick: from 1m to 12h."
  type        = string
  default     = "2m"

  validation {
    condition     = contains(["1m", "2m", "3m", "4m", "5m", "6m", "10m", "12m", "15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h"], var.tick)
    error_message = "Cron must be able to say the tick, so it divides an hour or a day: 1m, 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h or 12h."
  }
}

variable "every" {
  description = "Time between two sweeps of the bucket, as --every."
  type        = string
  default     = "4h"

  validation {
    condition     = contains(["10m", "12m", "15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h"], var.every)
    error_message = "Cron must be able to say the time between sweeps: 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h or 12h."
  }
}

variable "feed_time_zone" {
  description = "Time zone of timestamps without an offset, as --feed-tz."
  type        = string
  default     = "UTC"

  validation {
    condition     = can(regex("^(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+)$", var.feed_time_zone))
    error_message = "A name of the IANA time zone database, as in Europe/Berlin, or UTC; Earshot refuses one that there is none of."
  }
}

variable "time_zone" {
  description = "Reporting time zone of the dashboard, as --tz."
  type        = string
  default     = "UTC"
}

variable "ingest_settings" {
  description = "More settings of what is read and how, by their names in docs/settings.md, as in { EARSHOT_FALLBACK_INTENTS = \"none_of_these\" }. Function and committer get the same ones: batches that were staged by others are read again."
  type        = map(string)
  default     = {}

  validation {
    condition = alltrue([
      for name in keys(var.ingest_settings) :
      can(regex("^EARSHOT_(REDACT|(FALLBACK|AGENT_REQUEST)_INTENTS|WITHHELD_CUSTOMER_IDS|MAX_(OBJECT_BYTES|UNPACKED_BYTES|UNPACK_RATIO|DEPTH|TURNS|TEXT_CHARS))$", name))
    ])
    error_message = "Settings of ingest only, by their names in the environment. Places have variables of their own, and EARSHOT_CUSTOMER_KEY is a secret: customer_key_secret."
  }
}

variable "max_function_instances" {
  description = "Files that are staged side by side, at most."
  type        = number
  default     = 100

  validation {
    condition     = var.max_function_instances >= 1 && var.max_function_instances <= 1000 && floor(var.max_function_instances) == var.max_function_instances
    error_message = "A whole number from 1 to 1000."
  }
}

variable "max_bytes_billed" {
  description = "Most bytes that one question of the dashboard may read; a larger one fails before it costs anything."
  type        = number
  default     = 107374182400

  validation {
    condition     = var.max_bytes_billed >= 10485760 && floor(var.max_bytes_billed) == var.max_bytes_billed
    error_message = "Whole bytes, from 10485760 (10 MiB) on: BigQuery bills no query for less."
  }
}

variable "commit_max_bytes_billed" {
  description = "Most bytes that one commit may read, which are many more than a question reads: all days on which its customers have called. `earshot deploy gcp --plan` tells how many."
  type        = number
  default     = 1099511627776

  validation {
    condition     = var.commit_max_bytes_billed >= 1073741824 && floor(var.commit_max_bytes_billed) == var.commit_max_bytes_billed
    error_message = "Whole bytes, from 1073741824 (1 GiB) on: the smallest commit is billed for 0.6 GiB."
  }
}

variable "dashboard" {
  description = "Whether the dashboard runs here too."
  type        = bool
  default     = true
}

variable "dashboard_hosts" {
  description = "Names by which browsers may ask for the dashboard (EARSHOT_ALLOWED_HOSTS), comma-separated."
  type        = string
  default     = ""
}

variable "dashboard_members" {
  description = "Who may open the dashboard, as in [\"group:analysts@example.com\"]. Nobody when empty, and never everybody."
  type        = list(string)
  default     = []

  validation {
    condition     = length(setintersection(var.dashboard_members, ["allUsers", "allAuthenticatedUsers"])) == 0
    error_message = "The dashboard shows what callers said: it is not for allUsers or allAuthenticatedUsers."
  }
}

variable "dashboard_token_secret" {
  description = "Id of a secret in Secret Manager that holds EARSHOT_TOKEN: who may see what (docs/access.md). The dashboard needs one."
  type        = string
  default     = null
}

variable "customer_key_secret" {
  description = "Id of a secret in Secret Manager that holds EARSHOT_CUSTOMER_KEY; customer ids are stored as they come when absent."
  type        = string
  default     = null
}

variable "alert_emails" {
  description = "Who is told of stale data, dead letters and quarantine."
  type        = list(string)
  default     = []
}

variable "stale_after" {
  description = "Time without a loaded session after which the data is stale, in seconds. Two ticks and an hour when absent, six hours at least."
  type        = number
  default     = null

  validation {
    condition     = var.stale_after == null ? true : var.stale_after >= 600 && var.stale_after <= 84600 && var.stale_after % 60 == 0
    error_message = "Whole minutes, in seconds: from 600 to 84600 (23.5 hours), which is the longest absence that Cloud Monitoring notices."
  }
}

variable "quarantine_share" {
  description = "Share of records in quarantine, over an hour, from which on it is an alert."
  type        = number
  default     = 0.05

  validation {
    condition     = var.quarantine_share > 0 && var.quarantine_share < 1
    error_message = "A share between 0 and 1, as in 0.05."
  }
}

variable "raw_retention_days" {
  description = "Days after which session files leave the bucket; never when null. Sessions that were loaded stay."
  type        = number
  default     = null

  validation {
    condition     = var.raw_retention_days == null ? true : var.raw_retention_days >= 1 && floor(var.raw_retention_days) == var.raw_retention_days
    error_message = "Whole days, from 1 on."
  }
}

variable "gcloud" {
  description = "The gcloud command, for the one setting that the provider can't make: the dead-letter topic of the trigger's subscription."
  type        = string
  default     = "gcloud"
}
