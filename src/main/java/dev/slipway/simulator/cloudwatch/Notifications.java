package dev.slipway.simulator.cloudwatch;

/** Where alarms send what they have to say: SNS. */
@FunctionalInterface
public interface Notifications {

  /** Delivers a message to a topic; a topic that does not exist gets none, and nobody is told. */
  void deliver(String topicArn, String subject, String message);
}
