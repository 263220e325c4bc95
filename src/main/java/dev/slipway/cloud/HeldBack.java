package dev.slipway.cloud;

import java.time.Instant;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A call that Slipway did not make, since its turn has not come. It has not left this machine. */
final class HeldBack extends SdkClientException {

  private static final long serialVersionUID = 1;

  private final transient Instant until;

  HeldBack(CallClass one, double perSecond, Instant until) {
    super(builder().message(sentence(one, perSecond)));
    this.until = until;
  }

  /** When its turn comes, in cloud time. */
  Instant until() {
    return until;
  }

  private static String sentence(CallClass one, double perSecond) {
    String rate =
        perSecond == Math.rint(perSecond) ? Long.toString((long) perSecond) : "" + perSecond;
    return "AWS's rate limit ("
        + rate
        + " a second of "
        + switch (one) {
          case ALL -> "all calls";
          case PUT_METRIC_ALARM -> "PutMetricAlarm";
          case DESCRIBE_ALARMS -> "DescribeAlarms";
          case DELETE_ALARMS -> "DeleteAlarms";
          case SET_ALARM_STATE -> "SetAlarmState";
          case GET_METRIC_DATA -> "GetMetricData";
          case PUT_METRIC_DATA -> "PutMetricData";
          case SAGEMAKER_LOOKS -> "SageMaker's Describe and List calls";
          case SAGEMAKER_CHANGES -> "SageMaker's Create, Update and Delete calls";
          case OTHER_LOOKS -> "other services' reading calls";
          case OTHER_CHANGES -> "other services' changing calls";
        }
        + " in this account and region)";
  }
}
