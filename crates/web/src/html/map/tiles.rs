//! A map without boundaries: a tile for each unit, units of one parent in a block with its name, blocks
//! in blocks. Where a block comes follows from ids and numbers alone, so that a map is the same every time.

use std::fmt::Write;

use super::Spot;
use super::ground::{WIDTH, begin, fitting, link, mark, wide};
use crate::html::page::escape;

/// How large tiles are.
struct Tile {
    width: f64,
    height: f64,
    named: bool,
}

const GAP: f64 = 1.0;
/// Between blocks.
const APART: f64 = 6.0;
/// Room around what is in a block, and for its name.
const PAD: f64 = 4.0;
const HEAD: f64 = 18.0;
/// So many lines of tiles without names a block within a block has.
const LINES: f64 = 3.0;
/// So much wider than high a block is.
const SHAPE: f64 = 1.5;

/// Tiles with names as long as names are few enough to be read; else shapes alone.
fn tile(spots: &[Spot<'_>]) -> Tile {
    let longest = spots.iter().map(|spot| wide(&spot.name, 12.0)).fold(0.0, f64::max);
    let (least, most, height) = match spots.len() {
        0..=60 => (84.0, 184.0, 30.0),
        61..=240 => (64.0, 110.0, 26.0),
        241.. => {
            // Of very many, smaller ones show the whole at a glance; the table below has the same links.
            let side = if spots.len() > 600 { 16.0 } else { 24.0 };
            return Tile { width: side, height: side, named: false };
        }
    };
    Tile { width: (longest + 30.0).clamp(least, most).round(), height, named: true }
}

/// A unit with what lies in it.
#[derive(Default)]
struct Block<'s> {
    unit: Option<&'s str>,
    /// Those that are drawn, by place among all.
    tiles: Vec<usize>,
    blocks: Vec<Block<'s>>,
    columns: usize,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// The picture, and nothing but the picture: `name` gives the names of blocks.
pub(super) fn picture(
    spots: &[Spot<'_>],
    name: impl Fn(&str) -> String,
    told: (&str, &str),
) -> String {
    let tile = tile(spots);
    let common = common(spots);
    let all: Vec<usize> = (0..spots.len()).collect();
    let mut root = block(spots, &all, common);
    root.unit = None;
    if tile.named || root.blocks.is_empty() {
        root.arrange(&tile, WIDTH * 2.0);
    } else {
        root.in_columns(&tile);
    }
    let mut svg = begin(WIDTH.max(root.width), root.height, told);
    root.draw(&mut svg, spots, &tile, &name, 0);
    svg.push_str("</svg>");
    svg
}

/// So many units at the top are those of everybody: they part nobody.
fn common(spots: &[Spot<'_>]) -> usize {
    let Some(first) = spots.first() else { return 0 };
    let same = |depth: &usize| {
        spots.iter().all(|spot| spot.within.get(*depth) == first.within.get(*depth))
    };
    (0..first.within.len()).take_while(same).count()
}

/// Those that lie in the same unit at a depth, those below it in blocks of their own.
fn block<'s>(spots: &[Spot<'s>], all: &[usize], depth: usize) -> Block<'s> {
    let mut found = Block::default();
    // They come in the order of the units they lie in: those of one stand together.
    let mut rest = all;
    while let Some(first) = rest.first() {
        let parent = |at: &usize| spots.get(*at).and_then(|spot| spot.within.get(depth).copied());
        let own = parent(first);
        let count = rest.iter().take_while(|at| parent(at) == own).count();
        let (here, after) = rest.split_at(count);
        match own {
            None => found.tiles.extend(here),
            Some(unit) => {
                let mut below = block(spots, here, depth + 1);
                below.unit = Some(unit);
                found.blocks.push(below);
            }
        }
        rest = after;
    }
    if !found.tiles.is_empty() && !found.blocks.is_empty() {
        let tiles = std::mem::take(&mut found.tiles);
        found.blocks.insert(0, Block { tiles, ..Block::default() });
    }
    found
}

impl Block<'_> {
    fn head(&self) -> f64 {
        if self.unit.is_some() { HEAD } else { 0.0 }
    }

    /// How many tiles are in it, whatever the depth.
    fn count(&self) -> usize {
        self.tiles.len() + self.blocks.iter().map(Block::count).sum::<usize>()
    }

    /// Gives everything in it its place, within about `room` of height where it is a block in another;
    /// the highest one is as wide as the picture.
    fn arrange(&mut self, tile: &Tile, room: f64) {
        let (wide, high) = (tile.width + GAP, tile.height + GAP);
        if self.blocks.is_empty() {
            let count = self.tiles.len().max(1);
            let lines = ((room - self.head() - 2.0 * PAD) / high).floor().max(1.0) as usize;
            let whole = if tile.named { WIDTH } else { WIDTH / 2.0 - 4.0 * PAD };
            let most = ((whole - 2.0 * PAD) / wide).floor().max(1.0) as usize;
            let alone = ((WIDTH - 2.0 * PAD) / wide).floor().max(1.0) as usize;
            let columns = if room > WIDTH {
                count.min(alone)
            } else {
                count.div_ceil(lines.min(count)).min(most)
            };
            self.columns = columns;
            let least = if tile.named { 0.0 } else { LINES * wide };
            self.width = (columns as f64 * wide - GAP).max(least) + 2.0 * PAD;
            self.height = count.div_ceil(columns) as f64 * high - GAP + self.head() + 2.0 * PAD;
            return;
        }
        // Blocks side by side are about as high as each other: as an average one of them is.
        let area = self.count() as f64 * wide * high * 1.4 / self.blocks.len() as f64;
        let inner = ((area / SHAPE).sqrt() + HEAD + 2.0 * PAD).min(room.max(high * 2.0));
        for block in &mut self.blocks {
            block.arrange(tile, inner);
        }
        let widest = self.blocks.iter().map(|block| block.width).fold(0.0, f64::max);
        let whole: f64 = self.blocks.iter().map(|b| (b.width + APART) * (b.height + APART)).sum();
        let limit = match self.unit {
            None => WIDTH,
            Some(_) => {
                (whole * 1.05 / room.max(high)).clamp(widest, (WIDTH - 4.0 * PAD).max(widest))
            }
        };
        self.side_by_side(limit);
    }

    /// Two columns of blocks, each as high as it comes: of thousands, nothing is given away.
    fn in_columns(&mut self, tile: &Tile) {
        let width = ((WIDTH - APART) / 2.0).floor();
        let mut heights = [0.0; 2];
        for block in &mut self.blocks {
            block.fill(tile, width);
            let column = usize::from(heights[1] < heights[0]);
            block.x = column as f64 * (width + APART);
            block.y = heights[column];
            heights[column] += block.height + APART;
        }
        self.width = WIDTH;
        self.height = heights[0].max(heights[1]) + 2.0 * PAD;
    }

    /// Gives everything in it its place within a width, which the block then has.
    fn fill(&mut self, tile: &Tile, width: f64) {
        let inner = width - 2.0 * PAD;
        if self.blocks.is_empty() {
            let count = self.tiles.len().max(1);
            let most = (inner / (tile.width + GAP)).floor().max(1.0) as usize;
            self.columns = most.min(count);
            let lines = count.div_ceil(self.columns) as f64;
            self.height = lines * (tile.height + GAP) - GAP + self.head() + 2.0 * PAD;
        } else {
            for block in &mut self.blocks {
                if block.blocks.is_empty() {
                    let room = LINES * (tile.height + GAP) + block.head() + 2.0 * PAD;
                    block.arrange(tile, room);
                } else {
                    block.fill(tile, inner);
                }
            }
            self.side_by_side(inner);
        }
        self.width = width;
    }

    /// Its blocks in lines, none of them longer than `limit` but for a single block.
    fn side_by_side(&mut self, limit: f64) {
        let (mut x, mut y, mut line, mut right) = (0.0, 0.0, 0.0_f64, 0.0_f64);
        for block in &mut self.blocks {
            if x > 0.0 && x + block.width > limit {
                (x, y, line) = (0.0, y + line + APART, 0.0);
            }
            (block.x, block.y) = (x, y);
            line = line.max(block.height);
            x += block.width + APART;
            right = right.max(x - APART);
        }
        self.width = right + 2.0 * PAD;
        self.height = y + line + self.head() + 2.0 * PAD;
    }

    fn draw(
        &self,
        svg: &mut String,
        spots: &[Spot<'_>],
        tile: &Tile,
        name: &impl Fn(&str) -> String,
        depth: usize,
    ) {
        let _ = write!(svg, "<g transform=\"translate({:.0} {:.0})\">", self.x, self.y);
        let top = if self.unit.is_some() { HEAD } else { PAD };
        if let Some(unit) = self.unit {
            let said = fitting(&name(unit), self.width - 2.0 * PAD, 12.0);
            let strong = if depth > 1 || self.blocks.is_empty() { "" } else { " class=\"strong\"" };
            if tile.named || depth == 1 {
                let (width, height) = (self.width - 1.0, self.height - 1.0);
                let _ = write!(
                    svg,
                    "<rect class=\"block\" x=\"0.5\" y=\"0.5\" width=\"{width:.0}\" \
                     height=\"{height:.0}\"/>"
                );
            }
            let _ = write!(svg, "<text{strong} x=\"{PAD}\" y=\"14\">{}</text>", escape(&said));
        }
        let _ = write!(svg, "<g transform=\"translate({PAD} {top:.0})\">");
        for block in &self.blocks {
            block.draw(svg, spots, tile, name, depth + 1);
        }
        for (place, at) in self.tiles.iter().enumerate() {
            let Some(spot) = spots.get(*at) else { continue };
            link(svg, spot, spots.len());
            self.draw_tile(svg, spot, tile, place);
            svg.push_str("</a>");
        }
        svg.push_str("</g></g>");
    }

    fn draw_tile(&self, svg: &mut String, spot: &Spot<'_>, tile: &Tile, place: usize) {
        let columns = self.columns.max(1);
        let x = (place % columns) as f64 * (tile.width + GAP);
        let y = (place / columns) as f64 * (tile.height + GAP);
        let middle = y + tile.height / 2.0;
        let _ = write!(
            svg,
            "<rect class=\"t\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"/>",
            tile.width, tile.height
        );
        if tile.named {
            mark(svg, spot.against, x + 12.0, middle, 5.0);
            let said = escape(&fitting(&spot.name, tile.width - 24.0, 12.0));
            let _ = write!(svg, "<text x=\"{}\" y=\"{}\">{said}</text>", x + 22.0, middle + 4.0);
        } else {
            mark(svg, spot.against, x + tile.width / 2.0, middle, tile.width * 0.22);
        }
    }
}
