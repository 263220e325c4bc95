package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareAnswersTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1,2; 1,2; 0; true",
        "1,2; 1,3; 0; false",
        "{\"a\": 1, \"b\": [1, 2]}; {\"b\":[1.0,2],\"a\":1}; 0; true",
        "{\"a\": 1}; {\"a\": 1, \"b\": null}; 0; false",
        "{\"a\": 1}; {\"b\": 1}; 0; false",
        "[1, 2]; [2, 1]; 0; false",
        "[1, 2]; [1]; 0; false",
        "[0.5]; [0.5001]; 0.001; true",
        "[0.5]; [0.502]; 0.001; false",
        "[1000]; [1000.9]; 0.001; true",
        "{\"id\": 1234567890123456789}; {\"id\": 1234567890123456788}; 0; false",
        "{\"id\": 1234567890123456789}; {\"id\":1234567890123456789}; 0; true",
        "[9007199254740993]; [9007199254740992]; 0.001; true",
        "[98]; [100]; 0.02; true",
        "[97]; [100]; 0.02; false",
        "{\"a\": \"x\"}; {\"a\": \"y\"}; 1; false",
        "{\"a\": 1}; {\"a\": \"1\"}; 1; false",
        "true; false; 1; false",
      })
  void answersAgreeWhenTheySayTheSame(String one, String other, double tolerance, boolean agree) {
    assertThat(CompareAnswers.agree(bytes(one), bytes(other), tolerance)).isEqualTo(agree);
    assertThat(CompareAnswers.agree(bytes(other), bytes(one), tolerance)).isEqualTo(agree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "500; no; 500; no; true",
        "500; no; 500; yes; false",
        "500; no; 400; no; false",
        "500; {\"at\": 1.0}; 500; {\"at\":1.0001}; true",
        "500; {\"at\": 1.0}; 500; {\"at\":1.1}; false",
        "500; ''; 500; no; false",
        "500; ''; 500; ''; true",
      })
  void containersErrorsAgreeWhateverTheirEndpointsAreCalled(
      int status, String said, int otherStatus, String other, boolean agree) {
    byte[] one = error("prod-a", status, said);
    byte[] two = error("prod-b", otherStatus, other);
    assertThat(CompareAnswers.modelErrorsAgree(one, two, 0.001)).isEqualTo(agree);
    assertThat(CompareAnswers.modelErrorsAgree(two, one, 0.001)).isEqualTo(agree);
  }

  private static byte[] error(String endpoint, int status, String said) {
    return bytes(
        Json.write(
            Map.of(
                "LogStreamArn",
                "arn:aws:logs:us-east-1:123456789012:log-group:" + endpoint,
                "Message",
                "Received error (" + status + ") from " + endpoint,
                "OriginalMessage",
                said,
                "OriginalStatusCode",
                status)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"Message\": \"no\"}; {\"Message\":\"no\"}; true",
        "{\"Message\": \"no\"}; {\"Message\":\"yes\"}; false",
        "no; no; true",
        "no; {\"Message\": \"no\"}; false",
      })
  void errorsThatDoNotSayWhatTheContainerSaidAreComparedWhole(
      String one, String other, boolean agree) {
    assertThat(CompareAnswers.modelErrorsAgree(bytes(one), bytes(other), 0)).isEqualTo(agree);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
