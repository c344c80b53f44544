terraform {
  # 1.5 of Terraform, and every OpenTofu.
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.10"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}
