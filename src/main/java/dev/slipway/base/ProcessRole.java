package dev.slipway.base;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What a process does of all that Slipway does. Processes of one database share the work. */
public enum ProcessRole {
  /** Answers the API, and with it the dashboard. */
  API,
  /** Runs what is due: deployments, load tests, rounds, webhooks. */
  WORKER,
  /** Listens for predictions. */
  PROXY;

  /** The setting that lists them; all unless it is there. */
  public static final String SETTING = "slipway.roles";

  /**
   * Those of this process.
   *
   * @throws IllegalArgumentException for a list that is empty, or has another word in it
   */
  public static Set<ProcessRole> of(Environment environment) {
    return Binder.get(environment)
        .bind(SETTING, Bindable.listOf(String.class))
        .map(ProcessRole::of)
        .orElseGet(() -> EnumSet.allOf(ProcessRole.class));
  }

  /** As the setting has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Set<ProcessRole> of(List<String> words) {
    Set<ProcessRole> roles = EnumSet.noneOf(ProcessRole.class);
    for (ProcessRole role : values()) if (words.contains(role.word())) roles.add(role);
    List<String> known = Arrays.stream(values()).map(ProcessRole::word).toList();
    if (roles.isEmpty() || !known.containsAll(words)) {
      throw new IllegalArgumentException(
          "%s lists what a process does, one or more of %s, but is \"%s\"."
              .formatted(SETTING, String.join(", ", known), String.join(",", words)));
    }
    return roles;
  }
}
