package dev.slipway.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The settings that there are. They are read off docs/settings.md, which the build packs: a test
 * holds that page to the code, so no second list has to be kept.
 */
final class KnownSettings {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(slipway\\.\\S+)` \\|.*\\| `(SLIPWAY_\\S+)` \\|$", Pattern.MULTILINE);

  /**
   * What other programs read: the command line, the dashboard's build and walks, and jobs of
   * continuous integration.
   */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "SLIPWAY_API",
          "SLIPWAY_BROWSER",
          "SLIPWAY_BROWSER_REQUIRED",
          "SLIPWAY_CONFIG",
          "SLIPWAY_DASHBOARD",
          "SLIPWAY_DISTRIBUTION",
          "SLIPWAY_PASSWORD",
          "SLIPWAY_PICTURES",
          "SLIPWAY_PROVIDER",
          "SLIPWAY_REPORT",
          "SLIPWAY_SHA256",
          "SLIPWAY_STORM",
          "SLIPWAY_TOKEN",
          "SLIPWAY_URL");

  /** What Kubernetes tells each pod of Services whose names begin with {@code slipway}. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "SLIPWAY_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?"
              + "|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  /** The same of variables that are told from a setting by their value alone. */
  private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

  private final List<KnownSetting> all;

  private KnownSettings(List<KnownSetting> all) {
    this.all = all;
  }

  /** Those of this program. */
  static KnownSettings ofThisProgram() {
    try (InputStream page = KnownSettings.class.getResourceAsStream("/docs/settings.md")) {
      String text =
          new String(
              Objects.requireNonNull(page, "docs/settings.md is not packed").readAllBytes(),
              StandardCharsets.UTF_8);
      return new KnownSettings(
          ROW.matcher(text)
              .results()
              .map(row -> new KnownSetting(row.group(1), row.group(2)))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a property is a setting. */
  boolean has(ConfigurationPropertyName stated) {
    return all.stream().anyMatch(one -> one.is(stated));
  }

  /** Whether a property is a section of settings. */
  boolean hasSection(ConfigurationPropertyName stated) {
    return all.stream().anyMatch(one -> one.isWithin(stated));
  }

  /** Whether a variable of the environment is a setting, or meant for somebody else. */
  boolean hasVariable(String stated, String value) {
    return OF_OTHERS.contains(stated)
        || OF_KUBERNETES.matcher(stated).matches()
        || ADDRESS_OF_KUBERNETES.matcher(value).matches()
        || setBy(stated).isPresent();
  }

  /** The setting that a variable of the environment sets. */
  Optional<String> setBy(String variable) {
    return all.stream().filter(one -> one.isVariable(variable)).map(KnownSetting::name).findFirst();
  }

  /** The setting that was probably meant. */
  Optional<String> nearest(ConfigurationPropertyName stated) {
    return Spelling.nearest(
        stated.toString(), all.stream().map(one -> one.named(stated)).distinct().toList());
  }

  /** The variable that was probably meant. */
  Optional<String> nearestVariable(String stated) {
    return Spelling.nearest(stated, all.stream().map(one -> one.variableNamed(stated)).toList());
  }
}
