/** Buckets and objects: the part of S3 that model artifacts need. */
@NullMarked
package dev.slipway.simulator.s3;

import org.jspecify.annotations.NullMarked;
