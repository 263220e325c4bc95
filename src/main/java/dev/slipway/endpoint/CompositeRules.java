package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the composite alarms of an account and region look at. An alarm stands in a rule by its name
 * or its ARN, with or without quotes (PutCompositeAlarm, AlarmRule).
 */
record CompositeRules(List<String> rules) {

  private static final Pattern NAME =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s()\"']+");

  private static final Pattern ARN = Pattern.compile("arn:[^:]*:cloudwatch:[^:]*:\\d*:alarm:");

  static CompositeRules of(Cloud cloud) {
    return new CompositeRules(cloud.alarms().compositeRules());
  }

  /** Whether a composite alarm decides, or may decide, by an alarm. */
  boolean use(String alarm) {
    return rules.stream()
        .flatMap(rule -> NAME.matcher(rule).results())
        .anyMatch(found -> {
          String named = plain(found.group());
          return named.equals(alarm)
              || (ARN.matcher(named).lookingAt() && named.endsWith(":" + alarm));
        });
  }

  private static String plain(String written) {
    boolean quoted = written.startsWith("\"") || written.startsWith("'");
    return quoted
        ? written.substring(1, written.length() - 1).replaceAll("\\\\(.)", "$1")
        : written;
  }
}
