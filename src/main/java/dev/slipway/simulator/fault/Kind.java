package dev.slipway.simulator.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of fault, with the members that each needs. */
enum Kind {
  ERROR("service", "operation"),
  LATENCY("service", "operation"),
  LOST_ANSWER("service", "operation"),
  LOST_CALL("service", "operation"),
  THROTTLE("service", "operation"),
  MODEL_ERROR("endpoint", "share"),
  MODEL_LATENCY("endpoint", "share", "milliseconds"),
  BROKEN_STREAM("endpoint"),
  CAPACITY(),
  UNHEALTHY("endpoint"),
  MAINTENANCE("endpoint"),
  QUOTA("instance_type", "limit"),
  START_FAILURE("endpoint"),
  PING_FAILURE("endpoint"),
  SLOW_START("endpoint", "seconds"),
  SLOW_DOWNLOAD("endpoint", "seconds"),
  METRIC_DELAY("seconds"),
  CLOCK_JUMP("seconds"),
  OUT_OF_BAND("endpoint");

  private final List<String> required;

  Kind(String... required) {
    this.required = List.of(required);
  }

  List<String> required() {
    return required;
  }

  /**
   * @throws IllegalArgumentException with a sentence, when there is no such kind
   */
  static Kind of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.wire().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "kind must be one of "
                    + Arrays.stream(values()).map(Kind::wire).collect(Collectors.joining(", "))
                    + ", not \""
                    + name
                    + "\""));
  }

  private String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
