package dev.slipway.simulator.s3;

import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.*;

/** S3's operations on buckets. Policies and ownership are not evaluated: any caller reaches any. */
public final class BucketsApi {

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final int MOST_BUCKETS = 10_000;

  private final Buckets buckets;
  private final InstantSource clock;

  public BucketsApi(Buckets buckets, InstantSource clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  /** Pages go on after the name that the token is. */
  public ListBucketsResponse listBuckets(ListBucketsRequest request, Caller caller) {
    int most = request.maxBuckets() == null ? MOST_BUCKETS : request.maxBuckets();
    if (most < 1 || most > MOST_BUCKETS) {
      throw new ServiceException(
              400,
              "InvalidArgument",
              "Argument max-buckets must be an integer between 1 and " + MOST_BUCKETS)
          .with("ArgumentName", "max-buckets");
    }
    String after = request.continuationToken() == null ? "" : request.continuationToken();
    String prefix = request.prefix() == null ? "" : request.prefix();
    List<Bucket> own =
        buckets.all().values().stream()
            .filter(owned -> owned.account().equals(caller.accountId()))
            .map(Buckets.Owned::bucket)
            .filter(
                bucket -> bucket.name().startsWith(prefix) && bucket.name().compareTo(after) > 0)
            .toList();
    List<Bucket> page = own.subList(0, Math.min(most, own.size()));
    return ListBucketsResponse.builder()
        .buckets(page)
        .continuationToken(page.size() < own.size() ? page.getLast().name() : null)
        .owner(Owner.builder().id(caller.accountId()).build())
        .build();
  }

  public CreateBucketResponse createBucket(CreateBucketRequest request, Caller caller) {
    String name = request.bucket();
    if (!BUCKET.matcher(name).matches()) {
      throw new ServiceException(400, "InvalidBucketName", "The specified bucket is not valid.")
          .with("BucketName", name);
    }
    CreateBucketConfiguration configuration = request.createBucketConfiguration();
    String asked = configuration == null ? null : configuration.locationConstraintAsString();
    String region = asked == null ? "us-east-1" : asked;
    if (!region.equals(caller.region())) {
      throw new ServiceException(
          400,
          "IllegalLocationConstraintException",
          "The "
              + (asked == null ? "unspecified" : asked)
              + " location constraint is incompatible for the region specific endpoint this request"
              + " was sent to.");
    }
    Bucket bucket =
        Bucket.builder().name(name).creationDate(clock.instant()).bucketRegion(region).build();
    buckets.create(name, new Buckets.Owned(bucket, caller.accountId()));
    return CreateBucketResponse.builder().location("/" + name).build();
  }

  public HeadBucketResponse headBucket(HeadBucketRequest request, Caller caller) {
    Buckets.Owned owned = buckets.bucket(request.bucket());
    return HeadBucketResponse.builder().bucketRegion(owned.bucket().bucketRegion()).build();
  }

  public DeleteBucketResponse deleteBucket(DeleteBucketRequest request, Caller caller) {
    buckets.remove(request.bucket());
    return DeleteBucketResponse.builder().build();
  }

  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request, Caller caller) {
    return Listing.of(request, buckets.objects(request.bucket()));
  }

  public ListObjectsResponse listObjects(ListObjectsRequest request, Caller caller) {
    return Listing.of(request, buckets.objects(request.bucket()));
  }
}
