model_config = {
  name           = "fraud-detector"
  image_uri      = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0"
  model_data_url = "s3://ml-models-prod/fraud-detector/v2/model.tar.gz"
  instance_type  = "ml.c5.xlarge"
  instance_count = 2
}
sns_alert_topic_arn = "arn:aws:sns:us-east-1:123456789012:ml-alerts"
