package dev.slipway.live;

/**
 * A change and its place in the order in which changes became visible.
 *
 * @param position greater than that of every change which was visible before; a stream's event id
 */
public record Placed<T>(long position, T value) {}
