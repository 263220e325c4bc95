package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Artifacts.Copy;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Copies between buckets, one change at a time. */
class AwsCopiesTests {

  private static final int MIB = 1 << 20;

  /** S3's smallest part. */
  private static final AwsCopies.Sizes SMALL = new AwsCopies.Sizes(6 * MIB, 5 * MIB, 80);

  private Simulator simulator;
  private AnyAws aws;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.builder().build());
    aws = new AnyAws(simulator.uri());
    aws.putBucket("the-source");
    aws.putBucket("the-target");
  }

  @AfterEach
  void stop() {
    aws.close();
    simulator.close();
  }

  private AwsCopies copies() {
    return new AwsCopies(aws::s3, SMALL);
  }

  /** Copies between whose calls another one of the same object acts: before that call. */
  private AwsCopies overtaken(int call, Runnable other) {
    AtomicInteger calls = new AtomicInteger();
    return new AwsCopies(
        () -> {
          if (calls.incrementAndGet() == call) other.run();
          return aws.s3();
        },
        SMALL);
  }

  private void copyOn(Copy copy, int times) {
    for (int i = 0; i < times; i++) copies().copyOn(copy);
  }

  private Copy copy(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    aws.putObject("the-source", "a model+1.tar.gz", content);
    Artifact source = find("s3://the-source/a model+1.tar.gz");
    return new Copy(
        source.s3Uri(), source.eTag(), source.fingerprint(), "s3://the-target/x/m.tar.gz");
  }

  private Artifact find(String url) {
    return aws.cloud().artifacts().find(url).orElseThrow();
  }

  @Test
  void aSmallObjectIsCopiedInOneCallWithItsChecksum() {
    Copy copy = copy(1000);
    copies().copyOn(copy);
    Fingerprint copied = find(copy.target()).fingerprint();
    assertThat(copied.sha256()).isNotNull().isEqualTo(copy.fingerprint().sha256());
    assertThat(copied.contradicts(copy.fingerprint())).isFalse();
  }

  @Test
  void aLargeObjectIsCopiedInPartsAndTakenUpWhereItStands() {
    Copy copy = copy(12 * MIB);
    List<String> done = new ArrayList<>();
    while (aws.cloud().artifacts().find(copy.target()).isEmpty()) {
      // Each time by somebody who knows nothing of the steps before.
      done.add(copies().copyOn(copy));
    }
    assertThat(done)
        .hasSize(5)
        .last()
        .asString()
        .isEqualTo("Joined the 3 parts of s3://the-target/x/m.tar.gz.");
    Fingerprint copied = find(copy.target()).fingerprint();
    assertThat(copied.sizeBytes()).isEqualTo(12 * MIB);
    assertThat(copied.crc64nvme()).isNotNull();
    assertThat(copied.contradicts(copy.fingerprint())).isFalse();
  }

  @Test
  void nothingElseIsCopiedThanWhatWasMeant() {
    Copy small = copy(1000);
    aws.putObject("the-source", "a model+1.tar.gz", new byte[] {1});
    assertThatThrownBy(() -> copies().copyOn(small)).isInstanceOf(CloudFailure.class);
    assertThat(aws.cloud().artifacts().find(small.target())).isEmpty();
  }

  @Test
  void aCopyThatIsGivenUpLeavesNoParts() {
    Copy copy = copy(12 * MIB);
    copies().copyOn(copy);
    copies().copyOn(copy);
    copies().abandon(copy);
    assertThat(uploads()).isEmpty();
    copies().abandon(copy);
    copies().copyOn(copy);
    overtaken(2, () -> copies().abandon(copy)).abandon(copy);
    assertThat(uploads()).isEmpty();
  }

  @Test
  void partsThatAnotherCopyHasGivenUpAreCopiedAnew() {
    Copy copy = copy(12 * MIB);
    for (int call : List.of(2, 3)) {
      copyOn(copy, 2);
      assertThat(overtaken(call, () -> copies().abandon(copy)).copyOn(copy))
          .endsWith("it is looked at again.");
    }
    copyOn(copy, 5);
    assertThat(find(copy.target()).fingerprint().contradicts(copy.fingerprint())).isFalse();
  }

  @Test
  void partsThatAnotherCopyHasJoinedAreDone() {
    Copy copy = copy(12 * MIB);
    for (int before : List.of(3, 4)) {
      copyOn(copy, before);
      assertThat(overtaken(3, () -> copyOn(copy, 5 - before)).copyOn(copy))
          .endsWith("it is looked at again.");
      assertThat(find(copy.target()).fingerprint().contradicts(copy.fingerprint())).isFalse();
      aws.s3().deleteObject(it -> it.bucket("the-target").key("x/m.tar.gz"));
    }
  }

  /** As with a key of one's own, where the same bytes have another entity tag each time. */
  @Test
  void aPartThatAnotherCopyHasCopiedAnewIsLookedAtAgain() {
    Copy copy = copy(12 * MIB);
    copyOn(copy, 4);
    String upload = uploads().getFirst();
    assertThat(
            overtaken(
                    3,
                    () ->
                        aws.s3()
                            .uploadPart(
                                it ->
                                    it.bucket("the-target")
                                        .key("x/m.tar.gz")
                                        .uploadId(upload)
                                        .partNumber(3),
                                RequestBody.fromBytes(new byte[2 * MIB])))
                .copyOn(copy))
        .endsWith("it is looked at again.");
    assertThat(copies().copyOn(copy)).startsWith("Joined");
  }

  @Test
  void aSourceThatIsGoneIsNotLookedForAgain() {
    Copy copy = copy(12 * MIB);
    copies().copyOn(copy);
    aws.s3().deleteObject(it -> it.bucket("the-source").key("a model+1.tar.gz"));
    assertThatThrownBy(() -> copies().copyOn(copy))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(CloudFailure.Kind.NOT_FOUND));
  }

  private List<String> uploads() {
    return aws.s3().listMultipartUploads(it -> it.bucket("the-target")).uploads().stream()
        .map(upload -> upload.uploadId())
        .toList();
  }
}
