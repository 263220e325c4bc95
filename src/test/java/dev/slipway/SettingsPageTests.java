package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** docs/settings.md has every setting of Slipway's own, as the code reads it. */
class SettingsPageTests {

  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(slipway\\.\\S+)` \\| (.*?) \\|.*\\| `(\\S+)` \\|$", Pattern.MULTILINE);
  private static final Pattern PLACEHOLDER = Pattern.compile("<[a-zA-Z]+>");
  private static final Pattern VALUE =
      Pattern.compile("@Value\\(\"\\$\\{(slipway\\.[a-z.-]+)(?::([^}]*))?}\"\\)");
  private static final Pattern ASKED =
      Pattern.compile(
          "(?:environment\\.getProperty\\(|(?:text|number)\\((?:environment,"
              + " )?|ConditionalOnBooleanProperty\\(|SETTING = )\"(slipway\\.[a-z.-]+)\"");

  @Test
  void everySettingStandsOnThePageWithItsDefault() throws IOException {
    Map<String, Row> rows = rows();
    Map<String, Optional<String>> settings = settings();

    assertThat(settings).hasSizeGreaterThan(50);
    assertThat(rows.keySet()).containsAll(settings.keySet());
    settings.forEach((name, otherwise) ->
        otherwise.ifPresent(value ->
            assertThat(rows)
                .extractingByKey(name)
                .extracting(row -> row.otherwise())
                .as(name)
                .isEqualTo("`" + value + "`")));
  }

  @Test
  void thePageNamesNoSettingThatNothingReads() throws IOException {
    String sources = String.join("\n", sources());
    TreeSet<String> unread = new TreeSet<>(rows().keySet());
    unread.removeAll(settings().keySet());
    unread.removeIf(name -> sources.contains("\"" + name + "\""));

    assertThat(unread).isEmpty();
  }

  @Test
  void theEnvironmentsNamesAreReadAsTheSettingsThatTheyStandBeside() throws IOException {
    rows()
        .forEach((name, row) -> {
          String read = PLACEHOLDER.matcher(name).replaceAll("m5").replace("[]", "[0]");
          ConfigurationPropertySource source =
              environment(PLACEHOLDER.matcher(row.variable()).replaceAll("M5"));
          if (name.endsWith(">")) {
            // What has no name of its own is found by what the variables' names begin with.
            String all = read.substring(0, read.lastIndexOf('.'));
            assertThat(
                    new Binder(source)
                        .bind(all, Bindable.mapOf(String.class, String.class))
                        .orElseGet(Map::of))
                .as(name)
                .containsExactly(entry("m5", "1"));
          } else {
            assertThat(source.getConfigurationProperty(ConfigurationPropertyName.of(read)))
                .as(name)
                .isNotNull();
          }
        });
  }

  private static ConfigurationPropertySource environment(String variable) {
    var variables = new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, "1"));
    return Objects.requireNonNull(ConfigurationPropertySource.from(variables));
  }

  /** What the page says of a setting. */
  private record Row(String otherwise, String variable) {}

  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/settings.md")));
    while (row.find()) {
      assertThat(rows.put(row.group(1), new Row(row.group(2), row.group(3))))
          .as("%s stands there once", row.group(1))
          .isNull();
    }
    return rows;
  }

  /** Every setting that the code reads, with its default where the code states one. */
  private static Map<String, Optional<String>> settings() throws IOException {
    Map<String, Optional<String>> settings = new TreeMap<>();
    for (String source : sources()) {
      VALUE
          .matcher(source)
          .results()
          .forEach(it -> settings.put(it.group(1), Optional.ofNullable(it.group(2))));
      ASKED
          .matcher(source)
          .results()
          .forEach(it -> settings.putIfAbsent(it.group(1), Optional.empty()));
    }
    records()
        .forEach(type ->
            components(type.getAnnotation(ConfigurationProperties.class).value(), type, settings));
    return settings;
  }

  private static void components(
      String prefix, Class<?> type, Map<String, Optional<String>> settings) {
    for (Parameter component : type.getDeclaredConstructors()[0].getParameters()) {
      Name named = component.getAnnotation(Name.class);
      String own =
          named == null ? DataObjectPropertyName.toDashedForm(component.getName()) : named.value();
      component(prefix + "." + own, component, settings);
    }
  }

  private static void component(
      String name, Parameter component, Map<String, Optional<String>> settings) {
    if (component.getType() == Map.class) {
      Class<?> held = argument(component, 1);
      if (held.isRecord()) components(name + ".<name>", held, settings);
      else settings.put(name + "." + key(name), Optional.empty());
    } else if (component.getType() == List.class && argument(component, 0).isRecord()) {
      components(name + "[]", argument(component, 0), settings);
    } else if (component.getType().isRecord()) {
      components(name, component.getType(), settings);
    } else {
      settings.put(name, otherwise(component));
    }
  }

  private static String key(String name) {
    return name.equals("slipway.aws.limits") ? "<class>" : "<type>";
  }

  private static Optional<String> otherwise(Parameter component) {
    DefaultValue stated = component.getAnnotation(DefaultValue.class);
    return stated == null || stated.value().length == 0
        ? Optional.empty()
        : Optional.of(String.join(",", stated.value()));
  }

  private static Class<?> argument(Parameter component, int index) {
    Type generic = component.getParameterizedType();
    return (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[index];
  }

  private static List<Class<?>> records() {
    var scan = new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scan.findCandidateComponents("dev.slipway").stream()
        .<Class<?>>map(it -> type(String.valueOf(it.getBeanClassName())))
        .filter(Class::isRecord)
        .toList();
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(SettingsPageTests::text)
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
