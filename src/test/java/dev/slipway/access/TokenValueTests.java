package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenValueTests {

  @Test
  void everyTokenIsAnotherAndIsRecognised() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String token = TokenValue.next(TokenValue.PREFIX);
      assertThat(TokenValue.isPossible(token, TokenValue.PREFIX)).isTrue();
      made.add(token);
    }
    assertThat(made).hasSize(1000);
  }

  @Test
  void aMistypedTokenIsRecognisedAsNone() {
    String token = TokenValue.next(TokenValue.PREFIX);
    char other = token.charAt(10) == 'a' ? 'b' : 'a';
    assertThat(TokenValue.isPossible(token.substring(0, 10) + other + token.substring(11), "slp_"))
        .isFalse();
    assertThat(TokenValue.isPossible(token.substring(1), "slp_")).isFalse();
    assertThat(TokenValue.isPossible("slp_", "slp_")).isFalse();
    assertThat(TokenValue.isPossible(token, "sls_")).isFalse();
  }
}
