package dev.slipway.cloud;

/** The address of an object in S3, {@code s3://<bucket>/<key>}, taken apart. */
record ObjectAddress(String bucket, String key) {

  private static final String SCHEME = "s3://";

  static ObjectAddress of(String s3Uri) {
    String path = s3Uri.startsWith(SCHEME) ? s3Uri.substring(SCHEME.length()) : "";
    int slash = path.indexOf('/');
    if (slash < 1 || slash == path.length() - 1) {
      throw new IllegalArgumentException("Not the address of an object in S3: " + s3Uri);
    }
    return new ObjectAddress(path.substring(0, slash), path.substring(slash + 1));
  }
}
