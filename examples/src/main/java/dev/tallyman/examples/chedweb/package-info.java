/**
 * ChedWeb's backend in small: a robot that is steered over WebRTC, with a camera and a motion
 * driver.
 *
 * <p>Signalling is plain HTTP and real; the data channel is a WebSocket. Simulated are only what a
 * computer without a robot lacks: {@link dev.tallyman.examples.chedweb.SimulatedCamera}, {@link
 * dev.tallyman.examples.chedweb.SimulatedSerialPort} and {@link
 * dev.tallyman.examples.chedweb.SimulatedMedia}.
 *
 * <p>Any worker may get any request. What all of them must see is in files that they share: who
 * wants to connect, how the camera is set, and where the motion driver is. The camera and the
 * serial port are held by one worker each, by a lock on a file that the next one gets when the
 * holder dies.
 */
@NullMarked
package dev.tallyman.examples.chedweb;

import org.jspecify.annotations.NullMarked;
