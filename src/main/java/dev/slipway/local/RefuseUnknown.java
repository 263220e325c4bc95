package dev.slipway.local;

import dev.slipway.base.StartRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses a start with settings that there are not: nobody would read them, and whoever misspelt
 * one would take it for set. In the environment the prefix is not Slipway's alone (Kubernetes sets
 * variables for a Service of that name), so what is unknown there is told in the log.
 */
final class RefuseUnknown {

  private static final Logger LOG = LoggerFactory.getLogger(RefuseUnknown.class);

  private static final String PREFIX = "slipway.";

  /** A setting that was written otherwise than {@code --name=value}, and surely not a value. */
  private static final Pattern WRITTEN_OTHERWISE =
      Pattern.compile("(?:-D|-?slipway\\.)[^=]*=.*", Pattern.DOTALL);

  private final KnownSettings known = KnownSettings.ofThisProgram();

  /**
   * Looks at all that the process was given.
   *
   * @param arguments those of the command line
   * @throws StartRefused with every setting that is not known, where it came from, and the one that
   *     was probably meant; never with a value, which may be secret
   */
  void check(ConfigurableEnvironment environment, String[] arguments) {
    List<String> unknown = new ArrayList<>();
    addWords(arguments, unknown);
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof SystemEnvironmentPropertySource variables) {
        unread(variables, environment).ifPresent(LOG::warn);
      } else if (source instanceof EnumerablePropertySource<?> stated) {
        add(stated, environment, unknown);
      }
    }
    if (unknown.isEmpty()) return;
    throw new StartRefused(
        "Slipway has no such settings:\n" + "  " + String.join("\n  ", unknown),
        "Write them as docs/settings.md does, or take them out.");
  }

  /** A word that is no option would not be read either. It may be a value, and that a secret. */
  private static void addWords(String[] arguments, List<String> unknown) {
    String shown = "the first word";
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        shown = "a word after " + nameIn(argument);
      } else if (!argument.isBlank()) {
        boolean named = WRITTEN_OTHERWISE.matcher(argument).matches();
        unknown.add(
            (named ? nameIn(argument) + "=…" : shown)
                + " (command line): write settings as --name=value");
      }
    }
  }

  private void add(
      EnumerablePropertySource<?> source,
      ConfigurableEnvironment environment,
      List<String> unknown) {
    for (String stated : source.getPropertyNames()) {
      String lower = stated.toLowerCase(Locale.ROOT);
      boolean variable = lower.startsWith("slipway_");
      boolean setting = lower.startsWith(PREFIX) && !isKnown(stated, source);
      if ((variable || setting) && !isReferredTo(stated, environment)) {
        unknown.add(told(stated, source, variable ? known.setBy(stated) : nearest(stated)));
      }
    }
  }

  private Optional<String> nearest(String stated) {
    return known.nearest(ConfigurationPropertyName.adapt(nameIn(stated), '.'));
  }

  private boolean isKnown(String stated, PropertySource<?> source) {
    ConfigurationPropertyName name = ConfigurationPropertyName.adapt(stated, '.');
    if (known.has(name)) return true;
    // A section of a file in which everything is commented out.
    return String.valueOf(source.getProperty(stated)).isEmpty() && known.hasSection(name);
  }

  /** Whether another setting reads it, as {@code ${slipway_password}} reads a mounted secret. */
  private static boolean isReferredTo(String stated, ConfigurableEnvironment environment) {
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (!(source instanceof EnumerablePropertySource<?> others)) continue;
      for (String other : others.getPropertyNames()) {
        if (others.getProperty(other) instanceof String value
            && (value.contains("${" + stated + "}") || value.contains("${" + stated + ":"))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String told(String stated, PropertySource<?> source, Optional<String> meant) {
    return (nameIn(stated).equals(stated) ? stated : nameIn(stated) + "…")
        + " ("
        + where(stated, source)
        + ")"
        + meant.map(name -> ": did you mean " + name + "?").orElse("");
  }

  /** Up to the first sign that no name has: what follows may be the value, and that a secret. */
  private static String nameIn(String stated) {
    return stated.replaceFirst("(?s)[^\\w.\\[\\]-].*", "");
  }

  /** Where a setting was found, as its owner would say it. */
  private static String where(String stated, PropertySource<?> source) {
    return switch (source.getName()) {
      case CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME -> "command line";
      case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME -> "system property";
      case "spring.application.json" -> "SPRING_APPLICATION_JSON";
      default -> {
        Origin origin = OriginLookup.getOrigin(source, stated);
        yield origin == null ? source.getName() : origin.toString();
      }
    };
  }

  /** What is to be told of variables that nobody reads; empty where there are none. */
  Optional<String> unread(
      SystemEnvironmentPropertySource variables, ConfigurableEnvironment environment) {
    String unknown =
        Stream.of(variables.getPropertyNames())
            .filter(name -> name.toUpperCase(Locale.ROOT).startsWith("SLIPWAY_"))
            .filter(name -> !known.hasVariable(name, String.valueOf(variables.getProperty(name))))
            .filter(name -> !isReferredTo(name, environment))
            .sorted()
            .map(name ->
                name
                    + known
                        .nearestVariable(name)
                        .map(meant -> " (did you mean " + meant + "?)")
                        .orElse(""))
            .collect(Collectors.joining(", "));
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of("Not read, since Slipway has no settings of these names: " + unknown);
  }
}
