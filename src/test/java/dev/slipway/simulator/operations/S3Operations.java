package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;

/** Buckets, objects, uploads in parts. */
final class S3Operations {

  private static final String NO_BUCKET = "The specified bucket does not exist";
  private static final String NO_UPLOAD = "The specified upload does not exist.";

  private S3Operations() {}

  static List<OperationCase> all() {
    return List.of(
        of(
            "CreateBucket",
            aws -> aws.s3().createBucket(r -> r.bucket("create-bucket")),
            aws ->
                aws.s3()
                    .createBucket(r ->
                        r.bucket("far-bucket")
                            .createBucketConfiguration(c -> c.locationConstraint("eu-west-1"))),
            "IllegalLocationConstraintException",
            "The eu-west-1 location constraint is incompatible"),
        of(
            "ListBuckets",
            aws -> assertThat(aws.s3().listBuckets().buckets()).isNotEmpty(),
            aws -> aws.s3().listBuckets(r -> r.maxBuckets(10_001)),
            "InvalidArgument",
            "Argument max-buckets must be an integer between 1 and 10000"),
        of(
            "HeadBucket",
            aws -> aws.s3().headBucket(r -> r.bucket("models")),
            aws -> aws.s3().headBucket(r -> r.bucket("no-bucket")),
            "NoSuchBucket",
            ""),
        of(
            "DeleteBucket",
            aws -> {
              aws.s3().createBucket(r -> r.bucket("short-bucket"));
              aws.s3().deleteBucket(r -> r.bucket("short-bucket"));
            },
            aws -> aws.s3().deleteBucket(r -> r.bucket("models")),
            "BucketNotEmpty",
            "The bucket you tried to delete is not empty"),
        of(
            "ListObjectsV2",
            aws ->
                assertThat(aws.s3().listObjectsV2(r -> r.bucket("models").prefix("m.")).contents())
                    .hasSize(1),
            aws -> aws.s3().listObjectsV2(r -> r.bucket("no-bucket")),
            "NoSuchBucket",
            NO_BUCKET),
        of(
            "ListObjects",
            aws ->
                assertThat(aws.s3().listObjects(r -> r.bucket("models").prefix("m.")).contents())
                    .hasSize(1),
            aws -> aws.s3().listObjects(r -> r.bucket("no-bucket")),
            "NoSuchBucket",
            NO_BUCKET),
        of(
            "PutObject",
            aws -> put(aws, "put"),
            aws ->
                aws.s3()
                    .putObject(r -> r.bucket("no-bucket").key("k"), RequestBody.fromString("x")),
            "NoSuchBucket",
            NO_BUCKET),
        of(
            "GetObject",
            aws -> {
              put(aws, "get");
              assertThat(
                      aws.s3().getObjectAsBytes(r -> r.bucket("models").key("get")).asUtf8String())
                  .isEqualTo("x");
            },
            aws -> aws.s3().getObjectAsBytes(r -> r.bucket("models").key("none")),
            "NoSuchKey",
            "The specified key does not exist."),
        of(
            "HeadObject",
            aws -> {
              put(aws, "head");
              assertThat(aws.s3().headObject(r -> r.bucket("models").key("head")).contentLength())
                  .isEqualTo(1);
            },
            aws -> aws.s3().headObject(r -> r.bucket("models").key("none")),
            "NoSuchKey",
            ""),
        of(
            "GetObjectAttributes",
            aws -> {
              put(aws, "attributes");
              assertThat(
                      aws.s3()
                          .getObjectAttributes(r ->
                              r.bucket("models")
                                  .key("attributes")
                                  .objectAttributes(ObjectAttributes.OBJECT_SIZE))
                          .objectSize())
                  .isEqualTo(1);
            },
            aws ->
                aws.s3()
                    .getObjectAttributes(r ->
                        r.bucket("models")
                            .key("none")
                            .objectAttributes(ObjectAttributes.OBJECT_SIZE)),
            "NoSuchKey",
            "The specified key does not exist."),
        of(
            "DeleteObject",
            aws -> {
              put(aws, "delete");
              aws.s3().deleteObject(r -> r.bucket("models").key("delete"));
            },
            aws -> aws.s3().deleteObject(r -> r.bucket("no-bucket").key("k")),
            "NoSuchBucket",
            NO_BUCKET),
        of(
            "DeleteObjects",
            aws -> {
              put(aws, "delete-1");
              assertThat(
                      aws.s3()
                          .deleteObjects(r ->
                              r.bucket("models").delete(d -> d.objects(o -> o.key("delete-1"))))
                          .deleted())
                  .hasSize(1);
            },
            aws ->
                aws.s3()
                    .deleteObjects(
                        r -> r.bucket("no-bucket").delete(d -> d.objects(o -> o.key("k")))),
            "NoSuchBucket",
            NO_BUCKET),
        of(
            "CopyObject",
            aws -> {
              put(aws, "copied");
              aws.s3()
                  .copyObject(r ->
                      r.sourceBucket("models")
                          .sourceKey("copied")
                          .destinationBucket("models")
                          .destinationKey("copy"));
            },
            aws ->
                aws.s3()
                    .copyObject(r ->
                        r.sourceBucket("models")
                            .sourceKey("none")
                            .destinationBucket("models")
                            .destinationKey("copy")),
            "NoSuchKey",
            "The specified key does not exist."),
        of(
            "UploadPartCopy",
            aws -> {
              put(aws, "part-source");
              String id = upload(aws, "part-copy");
              assertThat(
                      aws.s3()
                          .uploadPartCopy(r ->
                              r.sourceBucket("models")
                                  .sourceKey("part-source")
                                  .copySourceRange("bytes=0-0")
                                  .destinationBucket("models")
                                  .destinationKey("part-copy")
                                  .uploadId(id)
                                  .partNumber(1))
                          .copyPartResult()
                          .eTag())
                  .isNotBlank();
            },
            aws ->
                aws.s3()
                    .uploadPartCopy(r ->
                        r.sourceBucket("models")
                            .sourceKey("k")
                            .destinationBucket("models")
                            .destinationKey("k")
                            .uploadId("none")
                            .partNumber(1)),
            "NoSuchUpload",
            NO_UPLOAD),
        of(
            "CreateMultipartUpload",
            aws -> assertThat(upload(aws, "create")).isNotBlank(),
            aws -> aws.s3().createMultipartUpload(r -> r.bucket("no-bucket").key("k")),
            "NoSuchBucket",
            NO_BUCKET),
        of(
            "UploadPart",
            aws -> part(aws, "part", upload(aws, "part")),
            aws -> part(aws, "part", "none"),
            "NoSuchUpload",
            NO_UPLOAD),
        of(
            "CompleteMultipartUpload",
            aws -> {
              String id = upload(aws, "whole");
              String tag = part(aws, "whole", id);
              aws.s3()
                  .completeMultipartUpload(r ->
                      r.bucket("models")
                          .key("whole")
                          .uploadId(id)
                          .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(tag))));
            },
            aws -> {
              String id = upload(aws, "holes");
              aws.s3()
                  .completeMultipartUpload(r ->
                      r.bucket("models")
                          .key("holes")
                          .uploadId(id)
                          .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag("\"0\""))));
            },
            "InvalidPart",
            "One or more of the specified parts could not be found."),
        of(
            "AbortMultipartUpload",
            aws -> {
              String id = upload(aws, "abort");
              aws.s3().abortMultipartUpload(r -> r.bucket("models").key("abort").uploadId(id));
            },
            aws ->
                aws.s3()
                    .abortMultipartUpload(r -> r.bucket("models").key("abort").uploadId("none")),
            "NoSuchUpload",
            NO_UPLOAD),
        of(
            "ListParts",
            aws -> {
              String id = upload(aws, "parts");
              part(aws, "parts", id);
              assertThat(
                      aws.s3().listParts(r -> r.bucket("models").key("parts").uploadId(id)).parts())
                  .hasSize(1);
            },
            aws -> aws.s3().listParts(r -> r.bucket("models").key("parts").uploadId("none")),
            "NoSuchUpload",
            NO_UPLOAD),
        of(
            "ListMultipartUploads",
            aws -> {
              upload(aws, "uploads");
              assertThat(aws.s3().listMultipartUploads(r -> r.bucket("models")).uploads())
                  .isNotEmpty();
            },
            aws -> aws.s3().listMultipartUploads(r -> r.bucket("no-bucket")),
            "NoSuchBucket",
            NO_BUCKET));
  }

  private static void put(Clients aws, String key) {
    var _ = aws.s3().putObject(r -> r.bucket("models").key(key), RequestBody.fromString("x"));
  }

  private static String upload(Clients aws, String key) {
    return aws.s3().createMultipartUpload(r -> r.bucket("models").key(key)).uploadId();
  }

  private static String part(Clients aws, String key, String id) {
    return aws.s3()
        .uploadPart(
            r -> r.bucket("models").key(key).uploadId(id).partNumber(1),
            RequestBody.fromString("x"))
        .eTag();
  }

  private static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("S3 " + operation, success, error, code, text);
  }
}
