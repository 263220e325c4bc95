package dev.slipway.endpoint;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of the texts of containers and AWS everything that may be a secret: the values of the
 * containers' variables, keys and tokens that are recognised by their form, and the value after a
 * telling name. Any variable may hold a secret ({@code DSN}, {@code SLACK}), so values are taken
 * out whatever the variable's name. Under a name that tells of no secret, plain words and small
 * numbers stay ({@code STAGE=prod}): without them no sentence could be read. The values of
 * SageMaker's own variables stay too: they say how to serve, and a log without them would tell
 * little.
 */
public final class Redaction {

  private static final String GONE = "[redacted]";
  private static final int SHORTEST_VALUE = 4;
  private static final String SAGEMAKERS_OWN = "SAGEMAKER_";

  /** Parts of names that tell of a secret, and words that do so where they stand by themselves. */
  private static final String WORDS =
      "secret|token|passw\\w*|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|credential"
          + "|authorization|signature"
          + "|(?<![a-z])(?:pass|pwd|pin|psk|otp|salt|auth|key)(?![a-z])";

  private static final Pattern TELLING = Pattern.compile(WORDS, Pattern.CASE_INSENSITIVE);

  /** {@code name=value}, {@code "name": "value"}, {@code Authorization: Bearer value}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:"
              + WORDS
              + ")[\\w.-]*[\"']?\\s*[=:]\\s*"
              + "(?:bearer |basic )?[\"']?)([^\\s\"',;&]+)");

  /** What no token looks like: a short word in one case, or a number such as a port. */
  private static final Pattern PLAIN = Pattern.compile("[A-Z]?[a-z]{1,10}|[A-Z]{1,10}|\\d{1,5}");

  /**
   * Names have hyphens and no underscores, tokens mostly the reverse; those that begin with {@code
   * sk-} have a long stretch without either.
   */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"),
          Pattern.compile("\\b(?:hf|ghp|gho|sk|slp|sls|slipway)_[A-Za-z0-9_-]{16,}"),
          Pattern.compile("\\b(?:xoxb|glpat)[_-][A-Za-z0-9_-]{16,}"),
          Pattern.compile("\\bsk-(?=[A-Za-z0-9_-]*?[A-Za-z0-9_]{16})[A-Za-z0-9_-]{16,}"),
          Pattern.compile("\\bsk-[a-z]{2,}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
          Pattern.compile("(?<=://)[^/\\s:@]+:[^/\\s@]+(?=@)"),
          Pattern.compile("(?i)(?<=bearer )[\\w.~+/=-]{8,}"),
          Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----.*"));

  /** The secret values, the longest first, since a value may be part of another. */
  private final List<String> values;

  private final @Nullable OwnNames spared;

  private Redaction(List<String> values, @Nullable OwnNames spared) {
    this.values = values;
    this.spared = spared;
  }

  private Redaction(Stream<Map.Entry<String, String>> variables) {
    this(
        variables
            .filter(Redaction::mayBeSecret)
            .map(Map.Entry::getValue)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList(),
        null);
  }

  /**
   * A redaction of the variables of these releases' containers. Releases that are null are passed
   * over.
   */
  public static Redaction of(@Nullable ReleaseSpec... releases) {
    return new Redaction(
        Stream.of(releases)
            .filter(Objects::nonNull)
            .map(ReleaseSpec::containers)
            .flatMap(Collection::stream)
            .flatMap(container -> container.environment().entrySet().stream()));
  }

  /** A redaction of one container's variables. */
  static Redaction of(Map<String, String> variables) {
    return new Redaction(variables.entrySet().stream());
  }

  /** The same that leaves whole the names that Slipway gave to an endpoint's parts. */
  public Redaction sparing(Endpoint endpoint) {
    return new Redaction(values, new OwnNames(endpoint));
  }

  private static boolean mayBeSecret(Map.Entry<String, String> variable) {
    if (variable.getValue().length() < SHORTEST_VALUE) return false;
    if (TELLING.matcher(variable.getKey()).find()) return true;
    return !variable.getKey().startsWith(SAGEMAKERS_OWN)
        && !PLAIN.matcher(variable.getValue()).matches();
  }

  /** A text without its secrets. */
  public String clean(String text) {
    if (spared == null) return cleaned(text, values);
    // A value that has a name in it is more than that name.
    List<String> wider = values.stream().filter(spared::isWithin).toList();
    return spared.keepingThem(without(text, wider), rest -> cleaned(rest, values));
  }

  private static String cleaned(String text, List<String> values) {
    String clean = without(text, values);
    for (Pattern form : FORMS) clean = form.matcher(clean).replaceAll(GONE);
    return NAMED.matcher(clean).replaceAll("$1" + GONE);
  }

  private static String without(String text, List<String> values) {
    String clean = text;
    for (String value : values) clean = clean.replace(value, GONE);
    return clean;
  }
}
