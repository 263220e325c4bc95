package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cloud.SigV4Secret;
import dev.slipway.cloud.SigV4Secret.Scope;
import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With the examples of Amazon S3's reference (Signature calculations: transferring payload in
 * multiple chunks, and with trailing headers): 65 KB of the letter a in chunks of 64 KB.
 */
class AwsChunkedTests {

  private static final SigV4Secret SECRET =
      new SigV4Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final Scope SCOPE = new Scope("20130524T000000Z", "20130524", "us-east-1", "s3");
  private static final int LENGTH = 66_560;
  private static final MultiMap HEADERS =
      HttpHeaders.headers().add("x-amz-decoded-content-length", Integer.toString(LENGTH));

  private static final String SIGNED =
      body(
              "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
              "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
              "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9")
          + "\r\n";

  private static final String TRAILED =
      body(
              "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
              "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
              "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992")
          + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
          + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n"
          + "\r\n";

  @Test
  void signedChunksBecomeTheBodyThatWasMeant() {
    Body body = decoded(PayloadForm.CHUNKS, SIGNED);
    assertThat(body.bytes().toString()).isEqualTo("a".repeat(LENGTH));
    assertThat(body.sha256()).isEqualTo(SdkCaller.sha256("a".repeat(LENGTH)));
  }

  @Test
  void trailingHeadersAreSignedTooAndTheChecksumIsVerified() {
    assertThat(decoded(PayloadForm.CHUNKS_WITH_TRAILERS, TRAILED).bytes().length())
        .isEqualTo(LENGTH);
    for (String changed :
        new String[] {
          TRAILED.replace("d81f82fc", "d81f82fd"),
          TRAILED.replace("x-amz-checksum-crc32c:sOO8/Q==\r\n", ""),
          TRAILED.replaceAll("x-amz-trailer-signature:.*\r\n", "")
        }) {
      assertRefused(PayloadForm.CHUNKS_WITH_TRAILERS, changed, Reason.SIGNATURE_WRONG);
    }
    assertRefused(
        PayloadForm.CHUNKS_WITH_TRAILERS, TRAILED.replace("sOO8", "sOO9"), Reason.MALFORMED);
  }

  @Test
  void noByteOfAChunkCanBeChangedAndNoChunkLeftOut() {
    for (String changed :
        new String[] {
          SIGNED.replaceFirst("a\r\n", "b\r\n"),
          SIGNED.replaceFirst("ad80c730", "ad80c731"),
          SIGNED.substring(SIGNED.indexOf("400;")),
          SIGNED.replaceFirst("(?s)400;.*?\r\na*\r\n", "")
        }) {
      assertRefused(PayloadForm.CHUNKS, changed, Reason.SIGNATURE_WRONG);
    }
  }

  @Test
  void chunksWithoutSignaturesHaveTheirChecksum() {
    MultiMap five = HttpHeaders.headers().add("x-amz-decoded-content-length", "5");
    for (String checksum :
        new String[] {
          "x-amz-checksum-crc32:NhCmhg==",
          "x-amz-checksum-crc64nvme:M3eFcAZSQlc=",
          "x-amz-checksum-sha1:qvTGHdzF6KLavt4PO0gs2a6pQ00=",
          "x-amz-checksum-sha256:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
        }) {
      String body = "5\r\nhello\r\n0\r\n" + checksum + "\r\n\r\n";
      assertThat(
              AwsChunked.decoded(
                      PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS,
                      five,
                      stated(),
                      SECRET,
                      Buffer.buffer(body))
                  .bytes()
                  .toString())
          .isEqualTo("hello");
    }
    assertRefused(
        PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS,
        "5\r\nhello\r\n0\r\nx-amz-checksum-xxhash64:JoJ9U+rGlRI=\r\n\r\n",
        Reason.MALFORMED);
  }

  @Test
  void onlyTheLastChunkMayBeSmall() {
    assertRefused(
        PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS,
        five(),
        "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        "only the last chunk may have less than 8192 bytes");
    assertThat(unsigned(length(8195), "2000\r\n" + "x".repeat(8192) + "\r\n3\r\nxxx\r\n0\r\n\r\n"))
        .isEqualTo("x".repeat(8195));
  }

  @Test
  void eachTrailingHeaderComesOnceAndThoseThatAreAnnouncedDoCome() {
    String crc = "x-amz-checksum-crc32:NhCmhg==\r\n";
    MultiMap announced = five().add("x-amz-trailer", "x-amz-checksum-crc32");
    assertThat(unsigned(announced, "5\r\nhello\r\n0\r\n" + crc + "\r\n")).isEqualTo("hello");
    assertRefused(
        PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS,
        announced,
        "5\r\nhello\r\n0\r\n\r\n",
        "a trailing header that x-amz-trailer names is missing");
    assertRefused(
        PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS,
        announced,
        "5\r\nhello\r\n0\r\n" + crc + crc + "\r\n",
        "a trailing header comes twice");
  }

  @Test
  void theBodysLengthIsSaid() {
    assertRefused(
        PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS,
        HttpHeaders.headers(),
        "5\r\nhello\r\n0\r\n\r\n",
        "x-amz-decoded-content-length is missing");
  }

  @Test
  void theBodyTakesThePlaceOfItsChunks() {
    Buffer sent = Buffer.buffer("5\r\nhello\r\n0\r\n\r\n");
    Body body =
        AwsChunked.decoded(
            PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS, five(), stated(), SECRET, sent);
    sent.setByte(0, (byte) 'y');
    assertThat(body.bytes().toString()).as("there once, as it is counted").isEqualTo("yello");
  }

  private static MultiMap five() {
    return length(5);
  }

  private static MultiMap length(int bytes) {
    return HttpHeaders.headers().add("x-amz-decoded-content-length", Integer.toString(bytes));
  }

  private static String unsigned(MultiMap headers, String body) {
    return AwsChunked.decoded(
            PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS,
            headers,
            stated(),
            SECRET,
            Buffer.buffer(body))
        .bytes()
        .toString();
  }

  private static void assertRefused(PayloadForm form, MultiMap headers, String body, String why) {
    assertThatThrownBy(
            () -> AwsChunked.decoded(form, headers, stated(), SECRET, Buffer.buffer(body)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "0",
        "0\r\n",
        "z\r\n",
        "-1\r\n",
        "ffffffff\r\nx",
        "123456789\r\n",
        "5\r\nhel",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\nhello\n0\n\n",
        "0\r\n\r\nmore",
        "0\r\n: no name\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\n"
      })
  void whatIsNotInChunksRightlyIsMalformed(String body) {
    assertRefused(PayloadForm.UNSIGNED_CHUNKS_WITH_TRAILERS, body, Reason.MALFORMED);
  }

  private static void assertRefused(PayloadForm form, String body, Reason reason) {
    assertThatThrownBy(() -> decoded(form, body))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static Body decoded(PayloadForm form, String body) {
    return AwsChunked.decoded(
        form,
        HEADERS,
        stated(
            form == PayloadForm.CHUNKS
                ? "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
                : "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"),
        SECRET,
        Buffer.buffer(body));
  }

  private static StatedSignature stated() {
    return stated("");
  }

  private static StatedSignature stated(String seed) {
    return new StatedSignature("AKIAIOSFODNN7EXAMPLE", SCOPE, "host", seed, null, "");
  }

  private static String body(String first, String second, String last) {
    return "10000;chunk-signature=%s\r\n%s\r\n400;chunk-signature=%s\r\n%s\r\n0;chunk-signature=%s\r\n"
        .formatted(first, "a".repeat(65_536), second, "a".repeat(1024), last);
  }
}
