package dev.flowcell.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Secrets in a Java keystore, as {@code keytool -importpass -alias NAME -storetype PKCS12} puts
 * them there. The names of a keystore know no capital letters.
 */
record KeystoreSecrets(Path file, String password) implements SecretSource {

  @Override
  public Optional<String> find(String name) {
    try {
      KeyStore keystore = KeyStore.getInstance(file.toFile(), password.toCharArray());
      if (!keystore.isKeyEntry(name)) {
        return Optional.empty();
      }
      if (keystore.getKey(name, password.toCharArray()) instanceof SecretKey key) {
        return Optional.of(text(key));
      }
      throw new SecretException(
          "%s in %s is no password; put one there by keytool -importpass -alias %s"
              .formatted(name, file, name));
    } catch (IOException | GeneralSecurityException e) {
      throw new SecretException(
          "the keystore %s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String text(SecretKey key) throws GeneralSecurityException {
    SecretKeyFactory factory = SecretKeyFactory.getInstance("PBE");
    return new String(((PBEKeySpec) factory.getKeySpec(key, PBEKeySpec.class)).getPassword());
  }

  @Override
  public String describe() {
    return "in the keystore " + file;
  }

  @Override
  public String toString() {
    return "KeystoreSecrets[" + file + "]"; // not the password
  }
}
