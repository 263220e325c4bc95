package dev.slipway.endpoint;

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
    assertThat(redacted(line, Map.of())).isEqualTo(clean);
  }

  @Test
  void theValueOfEveryVariableGoesWhereverItStandsWhateverItsName() {
    Map<String, String> variables =
        Map.of(
            "HF_TOKEN", "hush",
            "DSN", "tulip-7-and-hush",
            "SLACK", "tulip-7",
            "SHORT_SECRET", "abc",
            "SAGEMAKER_PROGRAM", "inference.py",
            "SAGEMAKER_API_TOKEN", "quiet-1");
    assertThat(
            redacted(
                "hush, tulip-7, tulip-7-and-hush, quiet-1 and abc run inference.py", variables))
        .isEqualTo("[redacted], [redacted], [redacted], [redacted] and abc run inference.py");
  }

  @Test
  void whatLooksLikeASecretIsTakenOutAndTheRestStays() {
    Map<String, String> variables =
        Map.of("DB_PASSWORD", "tulip-7", "SAGEMAKER_PROGRAM", "serve.py");
    assertThat(redacted("connecting as app with tulip-7 by serve.py", variables))
        .isEqualTo("connecting as app with [redacted] by serve.py");
    assertThat(redacted("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG region=eu", Map.of()))
        .isEqualTo("AWS_SECRET_ACCESS_KEY=[redacted] region=eu");
    assertThat(redacted("key AKIAIOSFODNN7EXAMPLE refused", Map.of()))
        .isEqualTo("key [redacted] refused");
    assertThat(redacted("{\"api_key\": \"abc\", \"model\": \"m\"}", Map.of()))
        .isEqualTo("{\"api_key\": \"[redacted]\", \"model\": \"m\"}");
    assertThat(redacted("Authorization: Bearer abc.def-ghi", Map.of())).doesNotContain("abc.def");
    assertThat(redacted("GET https://joe:hunter2@example.com/x?X-Amz-Signature=ff00&a=1", Map.of()))
        .isEqualTo("GET https://[redacted]@example.com/x?X-Amz-Signature=[redacted]&a=1");
    assertThat(redacted("ModuleNotFoundError: No module named 'tokenizers'", Map.of()))
        .isEqualTo("ModuleNotFoundError: No module named 'tokenizers'");
  }

  private static String redacted(String line, Map<String, String> variables) {
    return Redaction.of(variables).clean(line);
  }
}
