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
        "key sk-proj-Ab3dEf6hIj9lMn2pQr5t ok | key [redacted] ok",
        "key sk-Ab3dEf6hIj9lMn2pQr5tUv8x ok | key [redacted] ok",
        "key sk_live_4eC39HqLyjWDarjtT1zdp7dc ok | key [redacted] ok",
        "login slp_abcdefghijklmnopqrst done | login [redacted] done",
        "alarm hf-hm-r2-a2-cc6ed048-abort | alarm hf-hm-r2-a2-cc6ed048-abort",
        "alarm sk-learn-r2-a2-cc6ed048-abort | alarm sk-learn-r2-a2-cc6ed048-abort",
        "role slipway-prod-fraud-detector | role slipway-prod-fraud-detector",
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

  @Test
  void aPlainWordOrASmallNumberUnderAnUntellingNameStays() {
    Map<String, String> variables =
        Map.of("BACKEND", "torch", "LEVEL", "ERROR", "PORT", "8080", "MIXED", "tuLip");
    assertThat(redacted("ERROR: No module named 'torch' at 8080 for tuLip", variables))
        .isEqualTo("ERROR: No module named 'torch' at 8080 for [redacted]");
    assertThat(redacted("No tulip", Map.of("DB_PASSWORD", "tulip"))).isEqualTo("No [redacted]");
    assertThat(redacted("No tulipandsomemore", Map.of("WORDS", "tulipandsomemore")))
        .isEqualTo("No [redacted]");
  }

  @Test
  void aPlainWordUnderANameThatTellsOfASecretGoes() {
    for (String name : new String[] {"SMTP_PASS", "MYSQL_PWD", "db.pass", "DEVICE_PIN", "AUTH"}) {
      assertThat(redacted("login with dragonfly failed", Map.of(name, "dragonfly")))
          .as(name)
          .isEqualTo("login with [redacted] failed");
      assertThat(redacted(name + "=tulip", Map.of())).isEqualTo(name + "=[redacted]");
    }
    assertThat(redacted("author=ada passes=3 pinned=4", Map.of()))
        .isEqualTo("author=ada passes=3 pinned=4");
    assertThat(redacted("with sk-lf-d1e2f3a4-5b6c-7d8e-9f0a-1b2c3d4e5f60", Map.of()))
        .isEqualTo("with [redacted]");
  }

  @Test
  void namesThatSlipwayMadeStayWholeAndASecretThatHasOneInItDoesNot() {
    String alarm = "prod-fraud-detector-r2-a2-cc6ed048-abort";
    Redaction redaction =
        Redaction.of(Map.of("NAME", "fraud-detector", "PLACE", "prod-fraud-detector-7-hush"))
            .sparing(SomeEndpoints.made());
    assertThat(redaction.clean("In ALARM: [" + alarm + "], prod-fraud-detector, fraud-detector."))
        .isEqualTo("In ALARM: [" + alarm + "], prod-fraud-detector, [redacted].");
    assertThat(redaction.clean("at prod-fraud-detector-7-hush")).isEqualTo("at [redacted]");
    assertThat(redaction.clean("https://prod-fraud-detector:pa55@host"))
        .isEqualTo("https://[redacted]@host");
    assertThat(redaction.clean("token=" + alarm)).isEqualTo("token=[redacted]");
  }

  private static String redacted(String line, Map<String, String> variables) {
    return Redaction.of(variables).clean(line);
  }
}
