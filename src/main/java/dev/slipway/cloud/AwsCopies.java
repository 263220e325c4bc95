package dev.slipway.cloud;

import dev.slipway.cloud.Artifacts.Copy;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/**
 * Copies of objects that S3 makes itself: small ones in one call, large ones in parts, one part a
 * call. Every call is on the condition that the source is still what it was. Several who copy the
 * same to one place fill one upload; each takes it as the others leave it.
 *
 * @param s3 with time for a call that moves many bytes
 */
record AwsCopies(Supplier<S3Client> s3, Sizes sizes) {

  private static final AwsCalls CALLS = new AwsCalls("s3");

  /**
   * Sizes in bytes.
   *
   * @param oneCall what is larger is copied in parts
   * @param part a part's least size; S3 takes 5 MiB to 5 GiB
   * @param mostParts parts are made larger so that there are no more of them
   */
  record Sizes(long oneCall, long part, int mostParts) {

    /** A part is copied within seconds; a copy of 80 parts settles within its step. */
    static final Sizes USUAL = new Sizes(256L << 20, 128L << 20, 80);

    long partOf(long whole) {
      return Math.max(part, Math.ceilDiv(whole, mostParts));
    }
  }

  /** One step on. */
  String copyOn(Copy copy) {
    long size = copy.fingerprint().sizeBytes();
    if (size <= sizes.oneCall()) {
      inOneCall(copy);
      return "Copied " + copy.source() + " to " + copy.target() + ".";
    }
    Optional<String> upload = begun(copy);
    if (upload.isEmpty()) {
      begin(copy);
      return "Began to copy " + copy.source() + " to " + copy.target() + " in parts.";
    }
    try {
      return fillOn(copy, upload.get());
    } catch (CloudFailure e) {
      if (!AwsFailures.overtaken(e)) throw e;
      return "Another copy to "
          + copy.target()
          + " has joined its parts, given them up or copied one anew: it is looked at again.";
    }
  }

  private String fillOn(Copy copy, String upload) {
    long size = copy.fingerprint().sizeBytes();
    List<Part> parts = parts(copy, upload);
    int all = Math.toIntExact(Math.ceilDiv(size, sizes.partOf(size)));
    Optional<Integer> missing =
        IntStream.rangeClosed(1, all)
            .boxed()
            .filter(number -> parts.stream().noneMatch(part -> part.partNumber().equals(number)))
            .findFirst();
    if (missing.isEmpty()) {
      complete(copy, upload, parts);
      return "Joined the " + all + " parts of " + copy.target() + ".";
    }
    part(copy, upload, missing.get());
    return "Copied part " + missing.get() + " of " + all + " to " + copy.target() + ".";
  }

  /** The entity tag in quotes, as HTTP wants it. */
  private static String condition(Copy copy) {
    return '"' + copy.sourceETag() + '"';
  }

  private void inOneCall(Copy copy) {
    ObjectAddress from = ObjectAddress.of(copy.source());
    ObjectAddress to = ObjectAddress.of(copy.target());
    CALLS.run(
        "CopyObject",
        () ->
            s3.get()
                .copyObject(it ->
                    it.sourceBucket(from.bucket())
                        .sourceKey(from.key())
                        .copySourceIfMatch(condition(copy))
                        .destinationBucket(to.bucket())
                        .destinationKey(to.key())
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .metadataDirective(MetadataDirective.COPY)
                        // To take the tags along needs more permissions than to take the bytes.
                        .taggingDirective(TaggingDirective.REPLACE)));
  }

  private void begin(Copy copy) {
    ObjectAddress to = ObjectAddress.of(copy.target());
    CALLS.run(
        "CreateMultipartUpload",
        () ->
            s3.get()
                .createMultipartUpload(it ->
                    it.bucket(to.bucket())
                        .key(to.key())
                        .checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME)
                        .checksumType(ChecksumType.FULL_OBJECT)));
  }

  private Optional<String> begun(Copy copy) {
    ObjectAddress to = ObjectAddress.of(copy.target());
    return CALLS
        .call(
            "ListMultipartUploads",
            () -> s3.get().listMultipartUploads(it -> it.bucket(to.bucket()).prefix(to.key())))
        .uploads()
        .stream()
        .filter(upload -> upload.key().equals(to.key()))
        .map(MultipartUpload::uploadId)
        .findFirst();
  }

  private List<Part> parts(Copy copy, String upload) {
    ObjectAddress to = ObjectAddress.of(copy.target());
    return CALLS
        .call(
            "ListParts",
            () -> s3.get().listParts(it -> it.bucket(to.bucket()).key(to.key()).uploadId(upload)))
        .parts();
  }

  private void part(Copy copy, String upload, int number) {
    ObjectAddress from = ObjectAddress.of(copy.source());
    ObjectAddress to = ObjectAddress.of(copy.target());
    long size = copy.fingerprint().sizeBytes();
    long first = (number - 1) * sizes.partOf(size);
    long last = Math.min(first + sizes.partOf(size), size) - 1;
    CALLS.run(
        "UploadPartCopy",
        () ->
            s3.get()
                .uploadPartCopy(it ->
                    it.sourceBucket(from.bucket())
                        .sourceKey(from.key())
                        .copySourceIfMatch(condition(copy))
                        .copySourceRange("bytes=" + first + "-" + last)
                        .destinationBucket(to.bucket())
                        .destinationKey(to.key())
                        .uploadId(upload)
                        .partNumber(number)));
  }

  private void complete(Copy copy, String upload, List<Part> parts) {
    ObjectAddress to = ObjectAddress.of(copy.target());
    List<CompletedPart> all =
        parts.stream()
            .map(part ->
                CompletedPart.builder()
                    .partNumber(part.partNumber())
                    .eTag(part.eTag())
                    .checksumCRC64NVME(part.checksumCRC64NVME())
                    .build())
            .toList();
    CALLS.run(
        "CompleteMultipartUpload",
        () ->
            s3.get()
                .completeMultipartUpload(it ->
                    it.bucket(to.bucket())
                        .key(to.key())
                        .uploadId(upload)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .multipartUpload(whole -> whole.parts(all))));
  }

  /** Gives up what was begun in parts. */
  void abandon(Copy copy) {
    if (copy.fingerprint().sizeBytes() <= sizes.oneCall()) return;
    begun(copy).ifPresent(upload -> abort(copy, upload));
  }

  /** What another copy has ended meanwhile needs no giving up. */
  private void abort(Copy copy, String upload) {
    ObjectAddress to = ObjectAddress.of(copy.target());
    var _ =
        CALLS.find(
            "AbortMultipartUpload",
            () ->
                s3.get()
                    .abortMultipartUpload(
                        it -> it.bucket(to.bucket()).key(to.key()).uploadId(upload)));
  }
}
