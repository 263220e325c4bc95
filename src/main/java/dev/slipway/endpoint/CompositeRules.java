package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the composite alarms of an account and region look at. An alarm stands in a rule by its name
 * or its ARN, with or without quotes (PutCompositeAlarm, AlarmRule).
 */
record CompositeRules(List<String> rules) {

  static CompositeRules of(Cloud cloud) {
    return new CompositeRules(cloud.alarms().compositeRules());
  }

  /** Whether a composite alarm decides, or may decide, by an alarm. */
  boolean use(String alarm) {
    Pattern named = Pattern.compile("[(\"\\s:]" + Pattern.quote(alarm) + "[)\"\\s]");
    return rules.stream().anyMatch(rule -> named.matcher(rule).find());
  }
}
