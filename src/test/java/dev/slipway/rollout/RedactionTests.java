package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of a container's log, with what looks like a secret taken out and the rest left. */
class RedactionTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "using AKIAIOSFODNN7EXAMPLE for S3 | using [redacted] for S3",
        "got eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl back | got [redacted] back",
        "login hf_abcdefghijklmnopqrst done | login [redacted] done",
        "postgres://user:pa55@db/x | postgres://[redacted]@db/x",
        "header Bearer abcdefgh12345 | header Bearer [redacted]",
        "-----BEGIN RSA PRIVATE KEY----- MIIE | [redacted]",
        "DB_PASSWORD=hunter2 next | DB_PASSWORD=[redacted] next",
        "`{\"api_key\": \"k-1\", \"n\": 2}` | `{\"api_key\": \"[redacted]\", \"n\": 2}`",
        "Authorization: Basic dXNlcg== | Authorization: Basic [redacted]",
        "worker 3 of 4 has loaded 120 MB | worker 3 of 4 has loaded 120 MB",
      })
  void whatLooksLikeASecretGoesAndTheRestStays(String line, String clean) {
    assertThat(Redaction.of(line, Map.of())).isEqualTo(clean);
  }

  @Test
  void theValuesOfVariablesWithTellingNamesGoWhereverTheyStand() {
    Map<String, String> variables =
        Map.of("HF_TOKEN", "hush", "SHORT_SECRET", "abc", "SAGEMAKER_PROGRAM", "inference.py");
    assertThat(Redaction.of("hush and abc run inference.py", variables))
        .isEqualTo("[redacted] and abc run inference.py");
  }
}
