package dev.lodestar.samples;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Makes a picture of a page small: the 256 colours that it uses most, and no others. */
final class FewColours {
  private static final int COLOURS = 256;

  private FewColours() {}

  /** The same PNG with few colours; each pixel gets the nearest. */
  static byte[] of(byte[] png) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    Map<Integer, Integer> uses = new HashMap<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        uses.merge(picture.getRGB(x, y) & 0xffffff, 1, Integer::sum);
      }
    }
    List<Integer> palette = palette(uses);
    Map<Integer, Integer> nearest = new HashMap<>();
    uses.keySet().forEach(colour -> nearest.put(colour, nearest(palette, colour)));
    int[] colours = palette.stream().mapToInt(Integer::intValue).toArray();
    IndexColorModel model =
        new IndexColorModel(
            8, colours.length, colours, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
    BufferedImage few =
        new BufferedImage(
            picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        few.getRaster().setSample(x, y, 0, nearest.get(picture.getRGB(x, y) & 0xffffff));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(few, "png", bytes);
    return bytes.toByteArray();
  }

  /** The colours most used, of those that look alike the first only. */
  private static List<Integer> palette(Map<Integer, Integer> uses) {
    List<Integer> mostUsed = new ArrayList<>(uses.keySet());
    mostUsed.sort(Comparator.comparing(uses::get, Comparator.<Integer>reverseOrder()));
    int alike = 0;
    List<Integer> palette;
    do {
      int near = alike;
      palette = new ArrayList<>();
      for (int colour : mostUsed) {
        if (palette.size() <= COLOURS
            && palette.stream().noneMatch(p -> distance(p, colour) <= near)) {
          palette.add(colour);
        }
      }
      alike = alike * 2 + 20;
    } while (palette.size() > COLOURS);
    return palette;
  }

  private static int nearest(List<Integer> palette, int colour) {
    int best = 0;
    for (int i = 1; i < palette.size(); i++) {
      if (distance(palette.get(i), colour) < distance(palette.get(best), colour)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int red = (one >> 16 & 255) - (other >> 16 & 255);
    int green = (one >> 8 & 255) - (other >> 8 & 255);
    int blue = (one & 255) - (other & 255);
    return 2 * red * red + 4 * green * green + 3 * blue * blue;
  }
}
