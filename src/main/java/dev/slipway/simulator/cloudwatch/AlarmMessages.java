package dev.slipway.simulator.cloudwatch;

import java.time.Instant;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an alarm sends to a topic, in CloudWatch's form. */
final class AlarmMessages {

  private AlarmMessages() {}

  static String subject(Alarm alarm) {
    String subject = alarm.state() + ": \"" + alarm.name() + "\" in " + alarm.scope().region();
    return subject.length() > 99 ? subject.substring(0, 96) + "..." : subject;
  }

  static String message(Alarm alarm, StateValue before, Instant now) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message
        .put("AlarmName", alarm.name())
        .put("AlarmDescription", alarm.definition().description())
        .put("AWSAccountId", alarm.scope().account())
        .put("NewStateValue", alarm.state().toString())
        .put("NewStateReason", alarm.reason())
        .put("StateChangeTime", now.toString())
        .put("Region", alarm.scope().region())
        .put("AlarmArn", alarm.arn())
        .put("OldStateValue", before.toString());
    if (alarm.definition() instanceof Definition.Composite composite) {
      message.put("AlarmRule", composite.request().alarmRule());
      return message.toString();
    }
    ObjectNode trigger = alarm.definition().toJson();
    trigger.remove("AlarmName");
    trigger.remove("AlarmDescription");
    trigger.remove("AlarmActions");
    trigger.remove("OKActions");
    trigger.remove("InsufficientDataActions");
    message.set("Trigger", trigger);
    return message.toString();
  }
}
