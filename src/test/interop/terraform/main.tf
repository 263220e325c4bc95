# "SageMaker Endpoints: Deploy ML Models to Production with Terraform", the article's resources as
# they are printed there, with the two changes without which they cannot be applied:
# - the alarms' dimensions are built from variables, for the endpoint names one of the alarms;
# - the names of model and configuration carry a version, for neither can change in place.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {}

variable "environment" {
  type    = string
  default = "prod"
}

variable "model_config" {
  description = "Model deployment configuration. Change to deploy new models."
  type = object({
    name           = string
    image_uri      = string
    model_data_url = string
    instance_type  = string
    instance_count = number
  })
}

variable "model_bucket_arn" {
  type    = string
  default = "arn:aws:s3:::ml-models-prod"
}

variable "autoscaling_max" {
  type    = number
  default = 10
}

variable "target_invocations_per_instance" {
  type    = number
  default = 500
}

variable "latency_threshold_ms" {
  type    = number
  default = 500
}

variable "sns_alert_topic_arn" {
  type = string
}

locals {
  endpoint_name = "${var.environment}-${var.model_config.name}"
  version       = substr(sha256(jsonencode(var.model_config)), 0, 8)
}

resource "aws_iam_role" "sagemaker_execution" {
  name = "${var.environment}-sagemaker-inference"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "sts:AssumeRole"
      Effect    = "Allow"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "model_access" {
  name = "model-s3-ecr-access"
  role = aws_iam_role.sagemaker_execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = "${var.model_bucket_arn}/*"
      },
      {
        Effect = "Allow"
        Action = [
          "ecr:GetAuthorizationToken",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer"
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "*"
      }
    ]
  })
}

resource "aws_sagemaker_model" "this" {
  name               = "${local.endpoint_name}-${local.version}"
  execution_role_arn = aws_iam_role.sagemaker_execution.arn

  primary_container {
    image          = var.model_config.image_uri
    model_data_url = var.model_config.model_data_url
    environment = {
      SAGEMAKER_PROGRAM = "inference.py"
    }
  }

  tags = {
    Environment = var.environment
    Model       = var.model_config.name
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_sagemaker_endpoint_configuration" "this" {
  name = "${local.endpoint_name}-${local.version}-config"

  production_variants {
    variant_name           = "primary"
    model_name             = aws_sagemaker_model.this.name
    initial_instance_count = var.model_config.instance_count
    instance_type          = var.model_config.instance_type
    initial_variant_weight = 1.0
  }

  tags = {
    Environment = var.environment
    Model       = var.model_config.name
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_sagemaker_endpoint" "this" {
  name                 = local.endpoint_name
  endpoint_config_name = aws_sagemaker_endpoint_configuration.this.name

  deployment_config {
    blue_green_update_policy {
      traffic_routing_configuration {
        type = "CANARY"
        canary_size {
          type  = "INSTANCE_COUNT"
          value = 1
        }
        wait_interval_in_seconds = 300
      }
      maximum_execution_timeout_in_seconds = 1800
      termination_wait_in_seconds          = 120
    }
    auto_rollback_configuration {
      alarms {
        alarm_name = aws_cloudwatch_metric_alarm.endpoint_errors.alarm_name
      }
    }
  }

  tags = {
    Environment = var.environment
    Model       = var.model_config.name
  }
}

resource "aws_appautoscaling_target" "endpoint" {
  max_capacity       = var.autoscaling_max
  min_capacity       = var.model_config.instance_count
  resource_id        = "endpoint/${aws_sagemaker_endpoint.this.name}/variant/primary"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  service_namespace  = "sagemaker"
}

resource "aws_appautoscaling_policy" "endpoint" {
  name               = "${var.environment}-endpoint-scaling"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.endpoint.resource_id
  scalable_dimension = aws_appautoscaling_target.endpoint.scalable_dimension
  service_namespace  = aws_appautoscaling_target.endpoint.service_namespace

  target_tracking_scaling_policy_configuration {
    target_value = var.target_invocations_per_instance

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }

    scale_in_cooldown  = 300
    scale_out_cooldown = 60
  }
}

resource "aws_cloudwatch_metric_alarm" "endpoint_errors" {
  alarm_name          = "${var.environment}-endpoint-5xx-errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "Invocation5XXErrors"
  namespace           = "AWS/SageMaker"
  period              = 60
  statistic           = "Sum"
  threshold           = 5
  alarm_description   = "Endpoint returning 5xx errors"
  alarm_actions       = [var.sns_alert_topic_arn]

  dimensions = {
    EndpointName = local.endpoint_name
    VariantName  = "primary"
  }
}

resource "aws_cloudwatch_metric_alarm" "endpoint_latency" {
  alarm_name          = "${var.environment}-endpoint-high-latency"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  metric_name         = "ModelLatency"
  namespace           = "AWS/SageMaker"
  period              = 60
  statistic           = "Average"
  threshold           = var.latency_threshold_ms * 1000 # microseconds
  alarm_description   = "Model inference latency too high"
  alarm_actions       = [var.sns_alert_topic_arn]

  dimensions = {
    EndpointName = local.endpoint_name
    VariantName  = "primary"
  }
}

output "endpoint_config_name" {
  value = aws_sagemaker_endpoint_configuration.this.name
}
