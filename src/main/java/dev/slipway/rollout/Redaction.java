package dev.slipway.rollout;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes out of a log's lines what looks like a secret: the values of the container's variables with
 * telling names, keys and tokens by their form, and whatever follows such a name. What is no secret
 * by its form or its name stays.
 */
final class Redaction {

  private static final String GONE = "[redacted]";
  private static final int SHORTEST_VALUE = 4;

  private static final Pattern TELLING =
      Pattern.compile(
          "secret|token|passw|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|credential"
              + "|authorization|signature",
          Pattern.CASE_INSENSITIVE);

  /** {@code name=value}, {@code "name": "value"}, {@code Authorization: Bearer value}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:secret|token|passw\\w*|passphrase|api[_-]?key|access[_-]?key"
              + "|private[_-]?key|credential|authorization|signature)[\\w.-]*[\"']?\\s*[=:]\\s*"
              + "(?:bearer |basic )?[\"']?)([^\\s\"',;&]+)");

  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"),
          Pattern.compile("\\b(?:hf|ghp|gho|xoxb|sk|glpat|slp|sls|slipway)[_-][A-Za-z0-9_-]{16,}"),
          Pattern.compile("(?<=://)[^/\\s:@]+:[^/\\s@]+(?=@)"),
          Pattern.compile("(?i)(?<=bearer )[\\w.~+/=-]{8,}"),
          Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----.*"));

  private Redaction() {}

  /**
   * A line without its secrets.
   *
   * @param variables the container's variables
   */
  static String of(String line, Map<String, String> variables) {
    String clean = line;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String value = variable.getValue();
      if (value.length() >= SHORTEST_VALUE && TELLING.matcher(variable.getKey()).find()) {
        clean = clean.replace(value, GONE);
      }
    }
    for (Pattern form : FORMS) clean = form.matcher(clean).replaceAll(GONE);
    return NAMED.matcher(clean).replaceAll("$1" + GONE);
  }
}
