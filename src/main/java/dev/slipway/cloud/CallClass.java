package dev.slipway.cloud;

/**
 * The classes of calls whose rate is kept, per account and region. AWS documents CloudWatch's
 * (CloudWatch service quotas) and none of SageMaker's, Application Auto Scaling's and IAM's: those
 * are prudent guesses, and all can be configured under {@code slipway.aws.limits}.
 */
public enum CallClass {
  /** Every call but {@link #PUT_METRIC_DATA}. Not documented. */
  ALL(100),
  /** Documented: 3. */
  PUT_METRIC_ALARM(3),
  /** Documented: 9. */
  DESCRIBE_ALARMS(9),
  /** Documented: 3. */
  DELETE_ALARMS(3),
  /** Documented: 3. */
  SET_ALARM_STATE(3),
  /** Documented: 50. */
  GET_METRIC_DATA(50),
  /** Documented: 500. It carries the abort: it is counted and never held back. */
  PUT_METRIC_DATA(500),
  /** Describe… and List… of SageMaker. Not documented. */
  SAGEMAKER_LOOKS(10),
  /** Create…, Update… and Delete… of SageMaker. Not documented. */
  SAGEMAKER_CHANGES(4),
  /** What only looks, of every other service. Not documented. */
  OTHER_LOOKS(20),
  /** What changes something, of every other service. Not documented. */
  OTHER_CHANGES(5);

  private final double perSecond;

  CallClass(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Calls a second, unless configured otherwise. */
  double perSecond() {
    return perSecond;
  }

  /** The class of an operation, besides {@link #ALL}. */
  static CallClass of(String service, String operation) {
    return switch (operation) {
      case "PutMetricAlarm" -> PUT_METRIC_ALARM;
      case "DescribeAlarms" -> DESCRIBE_ALARMS;
      case "DeleteAlarms" -> DELETE_ALARMS;
      case "SetAlarmState" -> SET_ALARM_STATE;
      case "GetMetricData" -> GET_METRIC_DATA;
      case "PutMetricData" -> PUT_METRIC_DATA;
      default -> {
        boolean looks = new CallLog.Call(service, operation, null, null).looks();
        if (service.equals("sagemaker")) yield looks ? SAGEMAKER_LOOKS : SAGEMAKER_CHANGES;
        yield looks ? OTHER_LOOKS : OTHER_CHANGES;
      }
    };
  }
}
