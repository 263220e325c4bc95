package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
