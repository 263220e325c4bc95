package dev.slipway.simulator.s3;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls that are carried out only if an object is as the caller says. */
class ConditionalCallsTests {

  @AutoClose
  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());

  private final S3Client s3 = client(S3Client.builder(), simulator.uri());

  @BeforeEach
  void bucket() {
    s3.createBucket(r -> r.bucket("models"));
  }

  @Test
  void anObjectIsReplacedOnlyWhereItIsAsTheCallerSays() {
    status(404, () -> putIf("\"0\"", "none"));
    assertThatThrownBy(() -> putIf("*", "none")).isInstanceOf(NoSuchKeyException.class);
    String first =
        s3.putObject(r -> r.bucket("models").key("m"), RequestBody.fromString("one")).eTag();

    putIf(first, "two");
    status(412, () -> putIf(first, "three"));

    assertThat(s3.getObjectAsBytes(r -> r.bucket("models").key("m")).asUtf8String())
        .isEqualTo("two");
  }

  @Test
  void anObjectThatTheCallerHasAlreadyIsNotSentAgain() {
    String tag = s3.putObject(r -> r.bucket("models").key("m"), RequestBody.fromString("a")).eTag();

    status(304, () -> s3.getObjectAsBytes(r -> r.bucket("models").key("m").ifNoneMatch(tag)));
    status(304, () -> s3.headObject(r -> r.bucket("models").key("m").ifNoneMatch(tag)));
    assertThat(
            s3.getObjectAsBytes(r -> r.bucket("models").key("m").ifNoneMatch("\"0\""))
                .asUtf8String())
        .isEqualTo("a");
    status(412, () -> s3.headObject(r -> r.bucket("models").key("m").ifMatch("\"0\"")));
  }

  private void putIf(String tag, String content) {
    var _ =
        s3.putObject(
            r -> r.bucket("models").key("m").ifMatch(tag), RequestBody.fromString(content));
  }

  private static void status(int expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, answer -> assertThat(answer.statusCode()).isEqualTo(expected));
  }

  @Test
  void anObjectIsWrittenOnlyOnceWhenAskedSo() {
    s3.putObject(r -> r.bucket("models").key("m").ifNoneMatch("*"), RequestBody.fromString("one"));

    assertThatThrownBy(() ->
            s3.putObject(
                r -> r.bucket("models").key("m").ifNoneMatch("*"), RequestBody.fromString("two")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("Status Code: 412");
  }

  @Test
  void aCopyReplacesOnlyWhatIsAsTheCallerSays() {
    put("source", "new");
    assertThatThrownBy(() -> copy(r -> r.ifMatch("*"))).isInstanceOf(NoSuchKeyException.class);
    copy(r -> r.ifNoneMatch("*"));
    status(412, () -> copy(r -> r.ifNoneMatch("*")));

    String old = put("m", "old");
    status(412, () -> copy(r -> r.ifMatch("\"0\"")));
    assertThat(content("m")).isEqualTo("old");
    copy(r -> r.ifMatch(old));
    assertThat(content("m")).isEqualTo("new");
  }

  @Test
  void aCopyIsMadeOnlyOfASourceThatIsAsTheCallerSays() {
    String tag = put("source", "new");
    status(412, () -> copy(r -> r.copySourceIfMatch("\"0\"")));
    status(412, () -> copy(r -> r.copySourceIfNoneMatch(tag)));
    copy(r -> r.copySourceIfMatch(tag).copySourceIfNoneMatch("\"0\""));
    assertThat(content("m")).isEqualTo("new");
  }

  @Test
  void anObjectIsDeletedOnlyIfItIsAsTheCallerSays() {
    assertThatThrownBy(() -> delete("*")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> delete("\"0\"")).isInstanceOf(NoSuchKeyException.class);
    String tag = put("m", "one");
    status(412, () -> delete("\"0\""));
    assertThat(content("m")).isEqualTo("one");
    delete(tag);
    status(404, () -> content("m"));
    put("m", "two");
    delete("*");
    status(404, () -> content("m"));
  }

  @Test
  void ofSeveralObjectsThoseAreDeletedThatAreAsTheCallerSays() {
    String tag = put("same", "one");
    put("changed", "two");
    put("any", "three");

    DeleteObjectsResponse answer =
        s3.deleteObjects(r ->
            r.bucket("models")
                .delete(it ->
                    it.objects(
                        named("same", tag),
                        named("changed", tag),
                        named("absent", tag),
                        named("any", null))));

    assertThat(answer.deleted()).extracting(DeletedObject::key).containsExactly("same", "any");
    assertThat(answer.errors()).extracting(S3Error::key).containsExactly("changed", "absent");
    assertThat(answer.errors())
        .extracting(S3Error::code)
        .containsExactly("PreconditionFailed", "NoSuchKey");
    assertThat(content("changed")).isEqualTo("two");
  }

  private static ObjectIdentifier named(String key, @Nullable String tag) {
    return ObjectIdentifier.builder().key(key).eTag(tag).build();
  }

  private String put(String key, String content) {
    return s3.putObject(r -> r.bucket("models").key(key), RequestBody.fromString(content)).eTag();
  }

  private String content(String key) {
    return s3.getObjectAsBytes(r -> r.bucket("models").key(key)).asUtf8String();
  }

  private void copy(Consumer<CopyObjectRequest.Builder> given) {
    var _ =
        s3.copyObject(r ->
            r.sourceBucket("models")
                .sourceKey("source")
                .destinationBucket("models")
                .destinationKey("m")
                .applyMutation(given));
  }

  private void delete(String tag) {
    var _ = s3.deleteObject(r -> r.bucket("models").key("m").ifMatch(tag));
  }
}
