package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonParseException;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * The file in which a client names the ports and the key of the kernel it starts, checked.
 *
 * @param path where it lies, for messages
 */
record ConnectionFile(Path path, KernelConnectionProperties properties, HMACGenerator hmac) {

  /**
   * Reads the file.
   *
   * @throws IOException when it can't be read or lacks something; the message says what
   */
  static ConnectionFile read(Path path) throws IOException {
    KernelConnectionProperties properties = parse(path);
    require(path, properties.getIp() != null, "it has no \"ip\"");
    require(path, "tcp".equals(properties.getTransport()), "its \"transport\" is not \"tcp\"");
    requirePort(path, "shell_port", properties.getShellPort());
    requirePort(path, "control_port", properties.getControlPort());
    requirePort(path, "stdin_port", properties.getStdinPort());
    requirePort(path, "iopub_port", properties.getIopubPort());
    requirePort(path, "hb_port", properties.getHbPort());
    try {
      return new ConnectionFile(path, properties, properties.createHMACGenerator());
    } catch (GeneralSecurityException | RuntimeException e) {
      String scheme = "its \"signature_scheme\" is not one that Java knows, such as hmac-sha256";
      throw bad(path, scheme, e);
    }
  }

  /** The address of a port, as ZeroMQ spells it. */
  String address(int port) {
    return properties.getTransport() + "://" + properties.getIp() + ":" + port;
  }

  private static KernelConnectionProperties parse(Path path) throws IOException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException e) {
      throw bad(path, "there is no such file", e);
    } catch (IOException e) {
      throw bad(path, "it can't be read (" + e + ")", e);
    }
    @Nullable KernelConnectionProperties properties;
    try {
      properties = KernelConnectionProperties.parse(text);
    } catch (JsonParseException e) {
      throw bad(path, "it is not the JSON that Jupyter writes", e);
    }
    require(path, properties != null, "it is empty");
    return properties;
  }

  private static void requirePort(Path path, String name, int port) throws IOException {
    require(path, port > 0 && port < 65_536, "it has no valid \"" + name + "\"");
  }

  private static void require(Path path, boolean fulfilled, String complaint) throws IOException {
    if (!fulfilled) {
      throw bad(path, complaint, null);
    }
  }

  private static IOException bad(Path path, String complaint, @Nullable Exception cause) {
    return new IOException("The connection file " + path + " is unusable: " + complaint, cause);
  }
}
