package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HmacTests {

  @Test
  void itsCodesAreJavasForKeysAndTextsOfEachLength() throws Exception {
    Random random = new Random(20260101);
    for (int length = 1; length < 300; length++) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      String text = "ü".repeat(random.nextInt(200));
      Mac java = Mac.getInstance("HmacSHA256");
      java.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] right = java.doFinal(text.getBytes(StandardCharsets.UTF_8));

      var hmac = new Hmac(key);

      assertThat(hmac.of(text)).as("a key of %s bytes", length).isEqualTo(right);
      assertThat(hmac.of(text)).as("the same a second time").isEqualTo(right);
    }
  }

  @Test
  void codesThatAreBegunSideBySideDoNotMix() {
    var hmac = new Hmac(new byte[] {1, 2, 3});
    MessageDigest one = hmac.begin();
    MessageDigest other = hmac.begin();

    one.update("on".getBytes(StandardCharsets.UTF_8));
    other.update("other".getBytes(StandardCharsets.UTF_8));
    one.update("e".getBytes(StandardCharsets.UTF_8));

    assertThat(hmac.end(one)).isEqualTo(hmac.of("one"));
    assertThat(hmac.end(other)).isEqualTo(hmac.of("other"));
  }
}
